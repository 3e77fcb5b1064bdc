"""What a visitor sees when something is wrong: each page says what happened and what to do."""

import errno
import re
import sys
from urllib.parse import urlencode

from django.contrib.redirects.models import Redirect
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from content.breaker import breaker
from content.publishing import Gone
from hub.listing import HubListing

MEANT = 5  # pages that a lost reader may have meant
RETRY_AFTER = 10  # seconds
DATABASE_IS_AWAY = (DatabaseError, InterfaceError, OperationalError)
DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT}
# What a page for sending again must not repeat: it would show a secret, or press the wrong button.
NEVER_REPEATED = re.compile(r"pass|token|code|secret", re.IGNORECASE)
LONGEST_REPEATED = 100_000


def bad_request(request, exception):
    """400, or 413 when what was sent is too large."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def not_found(request, exception):
    """404: offer a search for the words of the address. 410 for what has been removed."""
    moved = Redirect.objects.filter(old_path=request.path)  # merged into another: the redirect follows a 404
    if isinstance(exception, Gone) and not moved.exists():
        return render(request, "410.html", status=410)
    words = words_of(request.path)
    hits = HubListing(QueryDict(urlencode({"q": words}))).first(MEANT) if words else []
    return render(request, "404.html", {"words": words, "hits": hits}, status=404)


def words_of(path):
    """Return the words to look for: those of the last part of a path that has any, without its file type."""
    for part in reversed(path.split("/")):
        name = re.sub(r"\.[a-z]{2,4}\Z", "", part, flags=re.IGNORECASE)
        if words := re.findall(r"[^\W\d_]{3,}", name):
            return " ".join(words)[:100]
    return ""


@never_cache
def server_error(request):
    """500 for a fault of ours; 503 when only the database is away, or the disk is full."""
    # Exactly these classes: their children, such as IntegrityError, are faults of ours.
    kind, error, _ = sys.exc_info()
    if kind in DATABASE_IS_AWAY:
        breaker.suspect(error)
        return unavailable(request)
    if isinstance(error, OSError) and error.errno in DISK_IS_FULL:
        return unavailable(request)
    return render(request, "500.html", status=500)


@never_cache
def unavailable(request):
    """503 at once, asking the database for nothing; what was typed is offered to be sent again."""
    context = {"typed": typed_words(request), "path": request.get_full_path()}
    response = render(request, "503.html", context, status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def typed_words(request):
    """Return the (name, value) pairs of a form that somebody sent, secrets left out."""
    if request.method != "POST":
        return []
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, RequestDataTooBig):  # the visitor hung up, or sent more than we read
        return []
    kept = [(name, value) for name, value in pairs if not NEVER_REPEATED.search(name)]
    return kept if sum(len(value) for _, value in kept) <= LONGEST_REPEATED else []
