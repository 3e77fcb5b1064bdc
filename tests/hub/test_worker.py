"""Threads of the recipe's gunicorn stay with a connection that is busy, and leave it when others wait."""

import os
import socket
from queue import SimpleQueue
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers import base
from gunicorn.workers.gthread import TConn, ThreadWorker

from hub.worker import StayingWorker

pytestmark = pytest.mark.once


@pytest.fixture
def worker(monkeypatch):
    """Return a worker that reads a byte for a request, and counts them."""
    worker = StayingWorker.__new__(StayingWorker)
    worker.alive, worker.read = True, b""
    worker.tpool = SimpleNamespace(_work_queue=SimpleQueue())

    def handle(self, conn):
        self.read += conn.sock.recv(1)
        return not self.read.endswith(b".")

    monkeypatch.setattr(ThreadWorker, "handle", handle)
    return worker


@pytest.fixture
def visitor(worker):
    """Return a visitor's end of a connection; the worker has the other."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker.connection = SimpleNamespace(sock=theirs)
        yield ours


def test_requests_that_follow_at_once_are_answered_by_one_thread(worker, visitor):
    visitor.send(b"abc")
    assert worker.handle(worker.connection) is True
    assert worker.read == b"abc"


def test_connection_that_is_to_be_closed_is_left(worker, visitor):
    visitor.send(b"a.b")
    assert worker.handle(worker.connection) is False
    assert worker.read == b"a."


def test_waiting_visitor_comes_before_the_next_request(worker, visitor):
    worker.tpool._work_queue.put("somebody else")
    visitor.send(b"abc")
    assert worker.handle(worker.connection) is True
    assert worker.read == b"a"


def test_stopping_worker_takes_no_further_request(worker, visitor):
    worker.alive = False
    visitor.send(b"abc")
    worker.handle(worker.connection)
    assert worker.read == b"a"


@pytest.fixture
def real_worker(monkeypatch):
    """Return a worker with its threads, whose application says each path that it is asked for."""
    monkeypatch.setattr(base.Worker, "init_process", lambda self: None)  # takes over the process
    settings = Config()
    worker = StayingWorker(1, os.getpid(), [], None, 30, settings, Logger(settings))
    worker.wsgi = say_path
    worker.init_process()
    with worker.tpool:
        yield worker
    worker.poller.close()
    worker.method_queue.close()
    worker.tmp.close()


def say_path(environ, start_response):
    """Answer with the path, and read nothing of what was sent."""
    start_response("200 OK", [("Content-Length", str(len(environ["PATH_INFO"])))])
    return [environ["PATH_INFO"].encode()]


@pytest.mark.parametrize(
    "first",
    [
        b"GET /first HTTP/1.1\r\n\r\n",
        b"POST /first HTTP/1.1\r\nContent-Length: 26\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
        b"POST /first HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ],
    ids=["no body", "a body", "chunks"],
)
def test_each_request_of_a_connection_gets_its_own_answer(real_worker, first):
    """Whether the request before had a body, which nobody read, or not."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        connection = TConn(real_worker.cfg, theirs, ("127.0.0.1", 1), ("127.0.0.1", 2))
        ours.sendall(first)
        kept = real_worker.handle(connection)
        ours.sendall(b"GET /second HTTP/1.1\r\n\r\n")
        real_worker.handle(connection)

        assert kept is True
        assert [read_answer(ours), read_answer(ours)] == [b"/first", b"/second"]


def read_answer(connection):
    """Return the body of the next answer; nothing of the one after it is taken."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return connection.recv(length, socket.MSG_WAITALL)


def test_worker_reads_its_settings_as_gunicorn_does(real_worker):
    """Its settings are looked up once, and stay what they were."""
    names = Config().settings
    assert {name: getattr(real_worker.cfg, name) for name in names} == {
        name: getattr(Config(), name) for name in names
    }
