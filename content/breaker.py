"""Keeps a database that is away, or silent, from holding up visitors.

Two things work together. `patience` bounds how long a request waits for PostgreSQL: a timeout of the
server's own cannot, because a server that hangs tells nobody. And `breaker` remembers that the database
is away, so that only the first requests wait at all; a thread asks until it is back, never a visitor.
"""

import logging
import select
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar

import psycopg2
from django.db import connection, connections
from psycopg2 import extensions

LITTLE_PATIENCE = 0.1  # seconds for whatever else the same request tries after it waited in vain
ASK_AGAIN_AFTER = 0.5  # seconds
SERVER_IS_GONE = ("08", "53", "57P")  # PostgreSQL's error classes: connection, resources, shutdown

logger = logging.getLogger("hub.breaker")
_patience = ContextVar("patience", default=None)


@contextmanager
def patience(seconds):
    """Within the block, no wait for PostgreSQL is longer than this; outside, waits are not bounded."""
    before = _patience.set([seconds])
    try:
        yield
    finally:
        _patience.reset(before)


def wait_for_postgresql(waiting):
    """Wait for an answer as psycopg2 asks (its wait callback); raise OperationalError after `patience`."""
    while (state := waiting.poll()) != extensions.POLL_OK:
        left = _patience.get()
        poller = select.poll()
        poller.register(waiting.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        if not poller.poll(None if left is None else left[0] * 1000):
            left[0] = LITTLE_PATIENCE
            raise psycopg2.OperationalError("the database was silent for too long")


extensions.set_wait_callback(wait_for_postgresql)


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
