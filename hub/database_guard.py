"""Bounds what a request may wait for the database, and answers at once while it is known to be away."""

import time

from django.conf import settings

from content.breaker import breaker
from content.patience import patience
from hub.errors import unavailable

NEEDS_NO_DATABASE = {"/livez", "/readyz", "/.well-known/security.txt"}


class DatabaseGuardMiddleware:
    """Stands after the static files and before everything that asks the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if breaker.is_open and request.path_info not in NEEDS_NO_DATABASE:
            return unavailable(request)
        with patience(settings.DATABASE_PATIENCE, in_all=self._patience_of(request)):
            return self.get_response(request)

    def _patience_of(self, request):
        """Return for how many seconds in all a request may wait: staff and writers finish what they began.

        What a reader has waited for a ready page counts, but for half of it.
        """
        if request.method not in {"GET", "HEAD"} or request.path_info.startswith("/admin/"):
            return float("inf")
        now, in_all = time.monotonic(), settings.READERS_PATIENCE
        return max(in_all - (now - request.META.get("hub.asked_at", now)), in_all / 2)
