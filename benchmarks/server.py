"""Starts a site under the production server on loopback, and reads what its processes cost."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
GUNICORN = ["-m", "gunicorn", "--workers=1", "--threads=4", "--keep-alive=60", "--log-level=error"]


class Server:
    """A running site: its port, and the processor time and memory of all its processes."""

    def __init__(self, process, port):
        self.process, self.port = process, port

    def processor_ms(self):
        """Return the processor time used so far, in milliseconds."""
        return sum(self._ticks(pid) for pid in self.pids()) * 1000 / TICK

    def memory_mb(self):
        """Return the proportional set size of the workers, in megabytes."""
        workers = self.pids()[1:] or self.pids()
        lines = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in workers]
        return sum(int(text.split("Pss:")[1].split()[0]) for text in lines) / 1024

    def pids(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def _ticks(self, pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])


@contextmanager
def running(module, **environment):
    """Serve the WSGI application of a module until the block ends; yields a Server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, *GUNICORN, f"--bind=127.0.0.1:{port}", f"{module}:application"]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        wait_for(port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


def wait_for(port, seconds=30):
    """Return once the port answers; raise TimeoutError when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")
