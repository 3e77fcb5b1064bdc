"""A polite pace for what costs much: so many answers a minute to one address, then 429 with Retry-After.

All processes of one machine count together: each request adds one byte to a file named by the keyed hash of
its address, and the file's length is the count. The files of a minute go when another begins.
"""

import shutil
import time
from functools import wraps

from django.conf import settings
from django.shortcuts import render

from content.throttling import address_key

PERIOD = 60  # seconds


def used(name, request):
    """Count this request; return how many its address has made of this name, and the seconds to go.

    A disk that takes nothing more counts nothing: readers come before limits.
    """
    now = int(time.time())
    folder = settings.VAR_DIR / "pace" / name / str(now // PERIOD)
    left = PERIOD - now % PERIOD
    try:
        if not folder.exists():
            _begin(folder)
        with (folder / address_key(request)).open("ab", buffering=0) as file:
            file.write(b".")
            return file.tell(), left
    except OSError:
        return 0, left


def _begin(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.parent.iterdir():
        if other.name != folder.name:
            shutil.rmtree(other, ignore_errors=True)


def paced(name, setting):
    """Limit a view to as many answers a minute to one address as the setting says; 0 is no limit."""

    def decorate(view):
        @wraps(view)
        def answered(request, *args, **kwargs):
            most = getattr(settings, setting)
            if most:
                count, wait = used(name, request)
                if count > most:
                    return too_many(request, wait)
            return view(request, *args, **kwargs)

        return answered

    return decorate


def too_many(request, wait):
    """429, with the seconds to wait in the page and in Retry-After."""
    response = render(request, "429.html", {"wait": wait}, status=429)
    response.headers["Retry-After"] = str(wait)
    response.headers["Cache-Control"] = "no-store"
    return response
