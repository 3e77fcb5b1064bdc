"""The shipped nginx recipe with its micro-cache, against nginx sending the same bytes as a file"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from benchmarks.server import Server, free_port, running, wait_for
from benchmarks.visitor import connect

RECIPE = Path(__file__).parent.parent / "deploy" / "nginx"
ROUNDS, SECONDS, CONNECTIONS, BATCH = 5, 2, 16, 8
ANSWER = b"HTTP/1.1 200 OK\r\n"
MAIN = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    include {folder}/hub.conf;
    server {{
        listen 127.0.0.1:{file_port};
        location = /page {{ root {folder}; default_type text/html; }}
    }}
}}
"""


def report(environment, pages, say):
    """Print answers a second and processor time of both, in turns. Needs nginx; without it, says so."""
    if not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        say("nginx is not installed here (Debian: apt-get install nginx-light).")
        return
    hits, files = [], []
    with (
        tempfile.TemporaryDirectory(prefix="hub-bench-nginx-", ignore_cleanup_errors=True) as folder,
        running("hub.wsgi", workers=2, **environment) as hub,
        serving(Path(folder), hub.port) as server,
    ):
        size = store_page(server, Path(folder) / "page")
        for _ in range(ROUNDS):
            hits.append(measure(server, server.port, "/"))
            files.append(measure(server, server.file_port, "/page"))
    hit, file = ([statistics.median(figure) for figure in zip(*each, strict=True)] for each in (hits, files))
    for name, (rate, ms) in [("As a file", file), ("From the micro-cache", hit)]:
        say(f"- {name}: {rate:.0f} answers of {size} bytes a second, {ms * 1000:.0f} µs of nginx's time each")
    say(f"- {hit[0] / file[0]:.0%} by the clock, {file[1] / hit[1]:.0%} by processor time (≥ 50 %)")


@contextmanager
def serving(folder, hub_port):
    """Run nginx with the recipe in this folder, without TLS, which costs both alike; yields its Server."""
    folder.chmod(0o755)
    port, file_port = free_port(), free_port()
    (folder / "hub.conf").write_text(adapted(folder, port, hub_port))
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, file_port=file_port))
    process = subprocess.Popen(
        ["nginx", "-c", folder / "nginx.conf", "-e", folder / "error.log", "-g", "daemon off;"],  # noqa: S607
        env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"},
    )
    try:
        wait_for(port)
        server = Server(port, process.pid)
        server.file_port = file_port
        yield server
    finally:
        process.terminate()
        process.wait()


def adapted(folder, port, hub_port):
    """Return the recipe for this folder and these ports: one server, plain http, nothing else changed."""
    text = (RECIPE / "hub.conf").read_text()
    text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, count=1, flags=re.DOTALL)
    for pattern, new in [
        (r"listen 443 ssl( http2)?;", f"listen 127.0.0.1:{port};"),
        (r"\n *(http2 on|ssl_[a-z_]+ [^;]+);", ""),
        (r"server unix:/run/hub/hub.sock", f"server 127.0.0.1:{hub_port}"),
        (r"/var/cache/nginx/hub", f"{folder}/cache"),
        (r"server_name hub.example.org", "server_name 127.0.0.1"),
        (r"/opt/hub/deploy/nginx", str(RECIPE)),
    ]:
        text = re.sub(pattern, new, text)
    return text


def store_page(server, path):
    """Fetch the front page through the recipe, compressed, and store it as a file; return its size."""
    connection = connect(server)
    connection.request("GET", "/", headers={"Accept-Encoding": "br"})
    page = connection.getresponse().read()
    path.write_bytes(page)
    path.chmod(0o644)
    return len(page)


def measure(server, port, path):
    """Return (answers a second, nginx's processor ms for one); asked in batches, which costs little."""
    before, started = server.processor_ms(), time.monotonic()
    counts = []
    threads = [
        threading.Thread(target=lambda: counts.append(fetch(port, path, started + SECONDS)))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, number = time.monotonic() - started, sum(counts)
    return number / seconds, (server.processor_ms() - before) / number


def fetch(port, path, until):
    """Send batches of requests over one connection until then; return how many were answered."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode() * BATCH
    asked, answered, end = 0, 0, b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        while time.monotonic() < until:
            connection.sendall(request)
            asked += BATCH
            while answered < asked:
                data = connection.recv(1 << 18)
                if not data:
                    raise ConnectionError(f"nginx closed the connection after {answered} answers")
                data = end + data
                answered += data.count(ANSWER)
                end = data[-len(ANSWER) + 1 :]
    return answered
