"""The two commands, run as a newcomer runs them (but for the virtual environment, which is there)."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve_command(port):
    return [sys.executable, "-m", "scripts.serve", str(port)]


@contextlib.contextmanager
def serving(folder):
    """Serve the demo from its own folder for the length of the block; yield its address and output so far."""
    port, output = free_port(), folder / "output.txt"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with output.open("w") as file:
        process = subprocess.Popen(
            serve_command(port), cwd=ROOT, env={**kept, "HUB_VAR": str(folder)}, stdout=file, stderr=file
        )
    try:
        deadline = time.monotonic() + 120
        while "The Hub is at" not in output.read_text() or not answers(port):
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < deadline, output.read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", output.read_text()
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0


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


def test_serve_prepares_the_demo_once_and_keeps_it(tmp_path):
    with serving(tmp_path) as (address, output):
        assert re.search(r"password: \S{15,}", output)
        with get(f"{address}/") as home:
            page = home.read().decode()
        stylesheet = re.search(r'href="(/static/css/[^"]+\.[0-9a-f]{12}\.css)"', page).group(1)
        with get(f"{address}{stylesheet}", **{"Accept-Encoding": "br"}) as answer:
            assert answer.headers["Content-Encoding"] == "br"
            assert "immutable" in answer.headers["Cache-Control"]
    with serving(tmp_path) as (address, output):
        assert "password:" not in output
        assert "Preparing the static files" not in output
        with get(f"{address}/") as home:
            assert home.status == 200
        refused = say_that_much_will_come(urlsplit(address).port)
    assert refused.startswith("HTTP/1.1 413 ")
    assert "Content-Security-Policy: default-src 'none'" in refused
    assert "X-Content-Type-Options: nosniff" in refused


def say_that_much_will_come(port):
    """Announce 100 GB to the server, which refuses before Django hears of it; return the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000\r\n\r\n")
        return connection.makefile("rb").read().decode()


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
