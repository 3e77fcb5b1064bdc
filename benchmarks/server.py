"""Starts a site under the production server on loopback, and reads what its processes cost."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

GUNICORN = ["-m", "gunicorn", "--threads=4", "--keep-alive=60", "--log-level=error"]
RECIPE = ["-c", str(Path(__file__).parent.parent / "deploy" / "gunicorn.conf.py"), "--max-requests=0"]


class Server:
    """A running site: its host and port, and the processor time and memory of all its processes.

    A site elsewhere has no process that we could ask (`pid` is None): it costs None.
    """

    def __init__(self, port, pid=None, host="127.0.0.1", *, tls=False):
        self.port, self.pid, self.host, self.tls = port, pid, host, tls

    def processor_ms(self):
        """Return the processor time used so far, in milliseconds, as exact as the kernel's clocks."""
        return sum(map(processor_ms, self.pids())) if self.pid else None

    def settle(self):
        """Return once it does nothing more by itself: what a change leaves to do is no request's cost."""
        busy = True
        while busy:
            before = self.processor_ms()
            time.sleep(0.3)
            busy = self.processor_ms() - before > 3

    def memory_mb(self):
        """Return the proportional set size of the largest worker, in megabytes."""
        workers = self.pids()[1:] or self.pids()
        lines = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in workers]
        return max(int(text.split("Pss:")[1].split()[0]) for text in lines) / 1024

    def pids(self):
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


def processor_ms(pid):
    """Return the processor time of all threads of a process (its CPU clock, clock_getcpuclockid(3))."""
    return time.clock_gettime(~pid << 3 | 2) * 1000


@contextmanager
def running(module, workers=1, folder=None, recipe=True, **environment):
    """Serve the WSGI application of a module until the block ends; yields a Server that answers.

    The Hub is served as its recipe says, unless `recipe` is False; anything else with gunicorn's settings.
    """
    port, settings = free_port(), RECIPE if module == "hub.wsgi" and recipe else []
    command = [sys.executable, *GUNICORN, *settings, f"--workers={workers}", f"--bind=127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, f"{module}:application"], env={**os.environ, **environment}, cwd=folder
    )
    try:
        wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, seconds=60):
    """Return once the port answers; raise TimeoutError when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(f"nothing answers on port {port}")
