"""A database for one run, which can be killed with all its processes."""

import os
import signal
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from tests import postgres


class CrashingServer(postgres.Server):
    """A PostgreSQL that can be killed with all its processes, as if by the kernel."""

    def crash(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in [self.process.pid, *map(int, children)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def database(kind, folder):
    """Yield (address, server) of a database of the run's own; SQLite has no server."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/hub.sqlite3", None
        return
    with tempfile.TemporaryDirectory(prefix="hub-postgres-", ignore_cleanup_errors=True) as home:
        server = CrashingServer(postgres.find_binaries(), Path(home), postgres.SAFE)
        server.start()
        try:
            yield server.address, server
        finally:
            server.stop()
