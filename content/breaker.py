"""Keeps a database that is away, or silent, from holding up visitors.

Two things work together. `patience` bounds how long a request waits for PostgreSQL, each time and in all.
And `breaker` remembers that the database is away, so that only the first requests wait at all; a thread
asks until it is back, never a visitor.
"""

import logging
import threading
import time

from django.db import connection, connections

from content.patience import patience

ASK_AGAIN_AFTER = 0.5  # seconds
SERVER_IS_GONE = ("08", "53", "57P")  # PostgreSQL's error classes: connection, resources, shutdown

logger = logging.getLogger("hub.breaker")


def ask_database():
    """Open a connection of our own and ask for an answer; raise when there is none."""
    probe = connections.create_connection("default")
    try:
        with patience(1), probe.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        probe.close()


class Breaker:
    """Open while the database is known to be away. SQLite is a file: it fails at once, so it needs none."""

    def __init__(self, ask=ask_database):
        self.ask = ask
        self.is_open = False
        self.guard = threading.Lock()

    def suspect(self, error):
        """Open when this database error says that the server is gone, not that one statement failed."""
        code = getattr(error.__cause__, "pgcode", None)
        if connection.vendor == "postgresql" and (not code or code.startswith(SERVER_IS_GONE)):
            self.open()

    def open(self):
        with self.guard:
            if self.is_open:
                return
            self.is_open = True
        logger.error("The database does not answer: pages that need it are refused until it does.")
        threading.Thread(target=self._close_when_it_answers, name="breaker", daemon=True).start()

    def _close_when_it_answers(self):
        while True:
            try:
                self.ask()
            except Exception:
                time.sleep(ASK_AGAIN_AFTER)
            else:
                break
        self.is_open = False
        logger.warning("The database answers again.")


breaker = Breaker()
