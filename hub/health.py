"""What machines ask: is the process alive, can it serve, and whom to tell about a weakness."""

from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.breaker import breaker


@never_cache
@require_safe
def livez(request):
    """Say that this process answers. Asks nobody else, so it stays 200 while the database is away."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request):
    """Say whether pages can be made: 200 when the database answers, else 503."""
    if breaker.is_open:
        return _not_ready()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return _not_ready()
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


def _not_ready():
    return HttpResponse(
        "the database does not answer\n", content_type="text/plain; charset=utf-8", status=503
    )


@require_safe
def security_txt(request):
    """Tell finders of a weakness where to write (RFC 9116)."""
    first_of_month = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {first_of_month + timedelta(days=180):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
