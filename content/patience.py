"""How long the request at hand may wait for its database, each time and in all (hub/postgresql waits)."""

from contextlib import contextmanager
from contextvars import ContextVar

_patience = ContextVar("patience", default=None)


class Patience:
    """How many seconds of waiting are left: each time, and for all times together."""

    def __init__(self, each, in_all):
        self.each, self.left = each, in_all


@contextmanager
def patience(each, in_all=float("inf")):
    """Within the block, waits for PostgreSQL are no longer than this; outside, they are not bounded."""
    before = _patience.set(Patience(each, in_all))
    try:
        yield
    finally:
        _patience.reset(before)


def current_patience():
    """Return the Patience of the block around us, or None outside of one."""
    return _patience.get()
