"""Starts a real Hub in processes of its own, and asks it things as visitors do."""

import contextlib
import http.client
import json
import os
import secrets
import signal
import ssl
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
FIGURES = []  # what was measured, printed when all is done
PYTHON = sys.executable
KEY = secrets.token_urlsafe(64)
ANY_CERTIFICATE = ssl._create_unverified_context()  # noqa: S323 (our own, made a minute ago, on this machine)


class Answer(NamedTuple):
    status: int  # 0: no answer
    headers: dict
    body: bytes
    seconds: float


def shell():
    """Return an environment that says nothing about the Hub."""
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


def environment(folder, database, **more):
    """Return what an operator would set, but for plain http on this machine."""
    ours = {
        "HUB_DEMO": "0",
        "HUB_VAR": str(folder),
        "DATABASE_URL": database,
        "SECRET_KEY": KEY,
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "MAIL_URL": f"file://{folder}/outbox",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
    }
    return shell() | ours | more


def manage(env, *arguments, timeout=300):
    """Run a command of manage.py that has to succeed; return what it did."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=timeout,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done


def fill(folder, database):
    """Make a Hub with its initial content in an empty database; return its environment."""
    folder.mkdir(parents=True)
    env = environment(folder, database)
    manage(env, "migrate", "-v", "0")
    manage(env, "load_initial_content")
    manage(env, "collectstatic", "--noinput", "-v", "0")
    return env


def backup(env, folder):
    """Back up; return (hashes of tables, hashes of files), without the number that each restore moves on."""
    manage(env, "backup", str(folder), timeout=900)
    manifest = json.loads((folder / "manifest.json").read_text())
    tables = {label: table for label, table in manifest["tables"].items() if label != "content.generation"}
    return tables, manifest["files"]


def largest_file(env):
    """Return the address of the largest publication file, for slow readers."""
    code = (
        "from publications.models import File; f = max(File.objects.all(), key=lambda f: f.size);"
        "print(f.get_absolute_url())"
    )
    return manage(env, "shell", "-v", "0", "-c", code).stdout.strip().splitlines()[-1]


@contextlib.contextmanager
def gunicorn(env, port, *options):
    """Serve with gunicorn as shipped, on a port; yield the process."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", f"127.0.0.1:{port}"]
    with process([*command, *options], env, port) as started:
        yield started


@contextlib.contextmanager
def process(command, env, port):
    """Run a server for the length of the block; its output is left in HUB_VAR/server.log."""
    with (Path(env["HUB_VAR"]) / "server.log").open("ab") as log:
        started = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_until(lambda: get(port, "/livez").status == 200, 180)
            yield started
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGTERM)
            try:
                started.wait(timeout=40)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)
                started.wait()


def wait_until(is_so, seconds):
    """Return the seconds until it is so; fail when it never is."""
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() - started < seconds, "it never came about"
        time.sleep(0.05)
    return time.monotonic() - started


def get(port, path, timeout=20, tls=False, **headers):
    return ask(port, "GET", path, timeout=timeout, tls=tls, headers=headers)


def connect(port, timeout=20, tls=False):
    """Return a connection for one request or many, with TLS if asked for (any certificate will do)."""
    if tls:
        return http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=ANY_CERTIFICATE)
    return http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)


def ask(port, method, path, body=None, timeout=20, headers=(), tls=False):
    """Send one request on a connection of its own; a status of 0 means that there was no answer."""
    connection = connect(port, timeout, tls)
    try:
        return ask_on(connection, method, path, body, headers)
    finally:
        connection.close()


def ask_on(connection, method, path, body=None, headers=()):
    """Send one request on a connection that is kept for the next; a status of 0: there was no answer."""
    started = time.monotonic()
    try:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        answer = response.status, dict(response.getheaders()), response.read()
    except (OSError, http.client.HTTPException):
        answer = 0, {}, b""
    return Answer(*answer, time.monotonic() - started)
