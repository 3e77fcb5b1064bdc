"""How visitors' pages of this room are opened: without a cookie, by our own form or a signed link."""

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import HubComment
from content import opening

CONFIRM_WITHIN = timedelta(days=3)
OWN_FOR = timedelta(days=5 * 365)


def visitor_page(view):
    """A page that is never cached and takes GET, HEAD and POST; its form carries its own proof of origin.

    Django's CSRF check needs a cookie, which visitors do not have: see docs/decisions.
    """
    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))


def opened_by(purpose, max_age, model=HubComment):
    """Give a visitors' page the row that a signed link names, with its thread."""

    def rows():
        return model.objects.select_related("discussion")

    opened = opening.opened_by(purpose, max_age, rows, explain)
    return lambda view: visitor_page(opened(view))


def explain(request, heading, status, text=""):
    """Say why a link or form led nowhere, or that it is done, and show the words that were sent along."""
    context = {"heading": heading, "status": status, "text": text}
    return render(request, "comments/explain.html", context, status=status)
