"""Django's PostgreSQL, but nobody waits longer for an answer than the request's patience lasts.

A timeout of the server's own cannot bound it, because a server that hangs tells nobody.
"""

import select
import time

import psycopg2
from django.db.backends.postgresql.base import DatabaseWrapper  # noqa: F401 (Django looks for it here)
from psycopg2 import extensions

from content.patience import current_patience

LITTLE_PATIENCE = 0.1  # seconds for whatever else the same request tries after it waited in vain


class SlowDatabaseError(psycopg2.OperationalError):
    """The database answers, but too slowly for one request."""

    pgcode = "57014"  # query_canceled, as when the server's own timeout ends a statement


def wait(waiting):
    """Wait for an answer as psycopg2 asks (its wait callback); raise OperationalError after `patience`."""
    while (state := waiting.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(waiting.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        if patience := current_patience():
            wait_in_patience(poller, patience)
        else:
            poller.poll()


def wait_in_patience(poller, patience):
    """Wait for the connection, and take that from the patience; raise when it is used up."""
    started, seconds = time.monotonic(), min(patience.each, patience.left)
    is_ready = poller.poll(seconds * 1000)
    patience.left = max(patience.left - (time.monotonic() - started), LITTLE_PATIENCE)
    if is_ready:
        return
    is_slow, patience.each = seconds < patience.each, LITTLE_PATIENCE
    if is_slow:
        raise SlowDatabaseError("the database was too slow")
    raise psycopg2.OperationalError("the database was silent for too long")


extensions.set_wait_callback(wait)
