"""S23: no test asks another machine for anything; this is the control of the guard that sees to it."""

import socket
from threading import Thread

import pytest

from tests import network

pytestmark = pytest.mark.once


def connect(host, family=socket.AF_INET):
    with socket.socket(family) as outgoing:
        outgoing.connect((host, 9))


def send(host):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outgoing:
        outgoing.sendto(b"x", (host, 9))


@pytest.mark.parametrize(
    ("ask", "host"),
    [
        (connect, "192.0.2.1"),
        (lambda host: connect(host, socket.AF_INET6), "2001:db8::1"),
        (send, "192.0.2.1"),
        (lambda host: socket.getaddrinfo(host, 80), "hub.example.net"),
        (lambda host: socket.create_connection((host, 80), timeout=1), "hub.example.net"),
        (socket.gethostbyname, "hub.example.net"),
    ],
)
def test_asking_another_machine_is_refused_and_fails_the_test(ask, host):
    with pytest.raises(ConnectionRefusedError):
        ask(host)

    with pytest.raises(AssertionError, match=host):
        network.check()


def test_thread_that_asks_another_machine_fails_the_test():
    def ask():
        with pytest.raises(ConnectionRefusedError):
            connect("192.0.2.1")

    thread = Thread(target=ask)
    thread.start()
    thread.join()

    with pytest.raises(AssertionError):
        network.check()


def test_asking_this_machine_is_allowed(tmp_path):
    socket.getaddrinfo("192.0.2.1", 80)  # a number has not to be looked up
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2]).close()
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as visitor:
        server.bind(str(tmp_path / "s"))
        server.listen()
        visitor.connect(str(tmp_path / "s"))

    network.check()
