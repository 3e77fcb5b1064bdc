"""Bounds what a request may wait for the database, and answers at once while it is known to be away."""

from django.conf import settings

from content.breaker import breaker, patience
from hub.errors import unavailable

NEEDS_NO_DATABASE = {"/livez", "/readyz", "/.well-known/security.txt"}


class DatabaseGuardMiddleware:
    """Stands after the static files and before everything that asks the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if breaker.is_open and request.path_info not in NEEDS_NO_DATABASE:
            return unavailable(request)
        with patience(settings.DATABASE_PATIENCE):
            return self.get_response(request)
