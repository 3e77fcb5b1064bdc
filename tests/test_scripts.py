"""The two commands, run as a newcomer runs them (but for the virtual environment, which is there)."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hub.headers import always
from tests import hostile_requests
from tests.network import free_port

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
WANTED = list(always())


def serve_command(port):
    return [sys.executable, "-m", "scripts.serve", str(port)]


def gunicorn_command(port):
    return [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", f"127.0.0.1:{port}"]


@contextlib.contextmanager
def serving(folder, command=serve_command):
    """Serve the demo from its own folder for the length of the block; yield its address and output so far."""
    port, output = free_port(), folder / "output.txt"
    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env |= {"HUB_DEMO": "1", "HUB_VAR": str(folder), "WEB_CONCURRENCY": "1"}
    with output.open("w") as file:
        process = subprocess.Popen(command(port), cwd=ROOT, env=env, stdout=file, stderr=file)
    try:
        deadline = time.monotonic() + 300
        while not answers(port):
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < deadline, output.read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", output.read_text()
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0


def answers(port):
    with (
        contextlib.suppress(ConnectionRefusedError),
        socket.create_connection(("127.0.0.1", port), timeout=1),
    ):
        return True
    return False


def get(address, **headers):
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own http address
    return urllib.request.urlopen(request, timeout=10)  # noqa: S310


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """Serve the demo for the first time; return its folder and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    with serving(folder) as (_, output):
        return folder, output


@pytest.fixture(scope="module")
def second_run(first_run):
    """Serve it once more; yield its address and what it said."""
    with serving(first_run[0]) as running:
        yield running


def test_first_run_prepares_the_demo_and_the_second_keeps_it(first_run, second_run):
    assert re.search(r"password: \S{15,}", first_run[1])
    assert "The Hub is at" in second_run[1]
    assert "password:" not in second_run[1]
    assert "Preparing the static files" not in second_run[1]


def test_static_files_are_compressed_and_kept_for_ever(second_run):
    address, _ = second_run
    with get(f"{address}/") as home:
        stylesheet = re.search(r'href="(/static/css/[^"]+\.[0-9a-f]{12}\.css)"', home.read().decode())[1]
    with get(f"{address}{stylesheet}", **{"Accept-Encoding": "br"}) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]


def test_s10_server_of_make_run_takes_hostile_requests(second_run):
    address, _ = second_run
    port = urlsplit(address).port

    assert hostile_requests.faults_of(port, WANTED) == {}
    assert hostile_requests.say(port, hostile_requests.TOO_LARGE).startswith(b"HTTP/1.1 413 ")
    with get(f"{address}/") as home:
        assert home.status == 200


def test_s10_server_of_production_takes_hostile_requests(first_run):
    with serving(first_run[0], gunicorn_command) as (address, _):
        assert hostile_requests.faults_of(urlsplit(address).port, WANTED) == {}
        with get(f"{address}/") as home:
            assert home.status == 200


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (b"HTTP/1.1 500 Oh\r\n\r\n", "it answers [500]"),
        (b"HTTP/1.1 200 OK\r\n\r\noneHTTP/1.1 404 No\r\n\r\ntwo", "it hears two requests in one"),
        (b"HTTP/1.1 200 OK\r\n\r\nTraceback (most", "it tells b'Traceback'"),
        (b"HTTP/1.1 200 OK\r\nServer: waitress/3\r\n\r\n", "it tells b'waitress/3'"),
        (b"HTTP/1.1 400 No\r\nX-One: 1\r\n\r\nX-Two: 2", "it lacks ['X-Two']"),
        (b"HTTP/1.1 400 No\r\nX-One: 1\r\nx-two: 2\r\n\r\n", None),
        (None, "it hangs"),
    ],
)
def test_fault_at_a_hostile_request_would_be_seen(answer, wrong):
    """The control of the two walks above: a server that fails, tells, lacks or hangs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer_once, args=[server, answer])
        thread.start()
        patience = 30 if answer else 2
        said = hostile_requests.say(server.getsockname()[1], b"GET / HTTP/1.0\r\n\r\n", patience=patience)
        thread.join()

    assert (
        hostile_requests.wrong_with(said, ["X-One", "X-Two"] if answer and b"X-" in answer else []) == wrong
    )
    assert len(hostile_requests.WHOLE) >= 35


def answer_once(server, answer):
    connection, _ = server.accept()
    with connection:
        connection.recv(100)
        if answer is None:
            connection.recv(100)  # until the other side has given up
        else:
            connection.sendall(answer)


def test_serve_says_that_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(serve_command(port), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is in use. Try another one: make run PORT={port + 1}\n"


@pytest.mark.parametrize("port", ["abc", "80", "70000", "-1", ""])
def test_serve_refuses_what_is_no_port(port):
    done = subprocess.run(serve_command(port), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == f"PORT={port} is no port: write a number from 1024 to 65535.\n"


@pytest.mark.parametrize("target", ["run", "setup", "test"])
def test_make_says_that_no_python_is_new_enough(target):
    done = subprocess.run(
        ["make", target, "SYSTEM_PYTHON="], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("The Hub needs Python 3.12 or newer")
