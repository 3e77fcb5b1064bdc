"""Django's SQLite, but a writer who waits for the others looks again every few milliseconds.

SQLite looks ever more rarely, in the end ten times a second. With twenty writers, each gap was somebody
else's for seconds on end (R1 of `make chaos`: 5.6 s for the unluckiest comment).
"""

import random
import sqlite3
import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

LOOK_AGAIN = 0.001, 0.004  # seconds, at least and at most


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait fairly for the lock that IMMEDIATE takes, as long as `timeout`."""

    def _start_transaction_under_autocommit(self):
        seconds = self.settings_dict["OPTIONS"].get("timeout", 5)
        deadline = time.monotonic() + seconds
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._started(deadline):
                time.sleep(random.uniform(*LOOK_AGAIN))  # noqa: S311 (no secret: so that writers take turns)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _started(self, deadline):
        """Start a transaction and say True, or False while somebody else writes; raise after the deadline."""
        try:
            super()._start_transaction_under_autocommit()
        except OperationalError as error:
            is_busy = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            return False
        return True
