"""Guessing of passwords: what django-axes counts by, what a guesser is told, how many are heard at once."""

import fcntl
from contextlib import contextmanager
from ipaddress import IPv6Address
from threading import BoundedSemaphore

from django.conf import settings

from content.pacing import too_many
from content.throttling import address_key
from hub.logs import security_event

WAITING_ROOM = BoundedSemaphore(2)  # in each process: its other threads are for readers
BUSY_FOR = 5  # seconds


def sign_in_address(request):
    """Return what guesses from one household are counted by: a keyed hash, never the address itself.

    It looks like an IPv6 address, since nothing else fits into the column of django-axes.
    """
    return str(IPv6Address(int(address_key(request), 16)))


@contextmanager
def one_at_a_time():
    """Let the sign-ins of this machine through one by one; yield False when too many wait already.

    So the tenth try is counted before the eleventh is looked at, however many come at the same moment,
    and hashing of passwords takes one processor at most.
    """
    if not WAITING_ROOM.acquire(blocking=False):
        yield False
        return
    try:
        with (settings.VAR_DIR / "sign-in.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield True
    finally:
        WAITING_ROOM.release()


def busy(request):
    """429 for a moment: somebody may be guessing at the door."""
    security_event("visitor", "sign in", "too many at once")
    return too_many(request, BUSY_FOR)


def locked_out(request, credentials):
    """429, before any password is hashed."""
    security_event("visitor", "sign in", "locked out")
    return too_many(request, int(settings.AXES_COOLOFF_TIME.total_seconds()))
