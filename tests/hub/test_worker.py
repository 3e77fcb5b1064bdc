"""Threads of the recipe's gunicorn stay with a connection that is busy, and leave it when others wait."""

import socket
from queue import SimpleQueue
from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import ThreadWorker

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
