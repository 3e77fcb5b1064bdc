"""Keeps a database that is away, or silent, from holding up visitors.

Two things work together. `patience` bounds how long a request waits for PostgreSQL, each time and in all:
a timeout of the server's own cannot, because a server that hangs tells nobody. And `breaker` remembers that
the database is away, so that only the first requests wait at all; a thread asks until it is back, never a
visitor.
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


class SlowDatabaseError(psycopg2.OperationalError):
    """The database answers, but too slowly for one request: no reason to refuse the others."""


class Patience:
    """How many seconds of waiting are left: each time, and for all times together."""

    def __init__(self, each, in_all):
        self.each, self.left = each, in_all

    def wait(self, poller):
        """Wait for the connection; raise when that takes too long."""
        started, seconds = time.monotonic(), min(self.each, self.left)
        is_ready = poller.poll(seconds * 1000)
        self.left = max(self.left - (time.monotonic() - started), LITTLE_PATIENCE)
        if is_ready:
            return
        is_slow, self.each = seconds < self.each, LITTLE_PATIENCE
        if is_slow:
            raise SlowDatabaseError("the database was too slow")
        raise psycopg2.OperationalError("the database was silent for too long")


@contextmanager
def patience(each, in_all=float("inf")):
    """Within the block, waits for PostgreSQL are no longer than this; outside, they are not bounded."""
    before = _patience.set(Patience(each, in_all))
    try:
        yield
    finally:
        _patience.reset(before)


def wait_for_postgresql(waiting):
    """Wait for an answer as psycopg2 asks (its wait callback); raise OperationalError after `patience`."""
    while (state := waiting.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(waiting.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        if left := _patience.get():
            left.wait(poller)
        else:
            poller.poll()


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
        if isinstance(error.__cause__, SlowDatabaseError):
            return
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
