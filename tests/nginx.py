"""An nginx on loopback with our recipe in it, or a part of that."""

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

RECIPE = Path(__file__).resolve().parent.parent / "deploy" / "nginx"
AROUND = """\
daemon off; {user} pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {http}
}}
"""


def recipe(pattern):
    """Return the parts of the recipe that match."""
    return "\n".join(re.findall(pattern, (RECIPE / "hub.conf").read_text(), re.DOTALL | re.MULTILINE))


@contextmanager
def running(folder, port, http):
    """Run nginx with this as its `http` for the length of the block, which begins when the port answers."""
    need("nginx")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user, http=http))
    process = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    try:
        wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port, process):
    deadline = time.monotonic() + 60
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "nginx has ended"
        assert time.monotonic() < deadline, "nginx does not answer"
        time.sleep(0.05)


def make_certificate(folder):
    """Write fullchain.pem and key.pem, which nobody signed."""
    need("openssl")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem", "-days", "2"]
    command += ["-subj", "/CN=hub", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)


def need(program):
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed here")
