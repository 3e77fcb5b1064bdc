"""How visitors' pages of this room are opened: without a cookie, by our own form or a signed link."""

from datetime import timedelta
from functools import wraps

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import HubComment
from content.origins import sent_from_here
from content.tokens import BadTokenError, ExpiredTokenError, read_token

CONFIRM_WITHIN = timedelta(days=3)
OWN_FOR = timedelta(days=5 * 365)


def visitor_page(view):
    """A page that is never cached and takes GET, HEAD and POST; its form carries its own proof of origin.

    Django's CSRF check needs a cookie, which visitors do not have: see docs/decisions.
    """
    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))


def opened_by(purpose, max_age, model=HubComment):
    """Give a view the row that a signed link names; explain the link when it is old, altered or done with."""

    def decorate(view):
        @visitor_page
        @wraps(view)
        def opened(request, token):
            try:
                (pk,) = read_token(purpose, token, max_age)
            except ExpiredTokenError:
                return explain(request, "This link is too old", status=410)
            except (BadTokenError, ValueError):
                return explain(request, "This link does not work", status=404)
            row = model.objects.select_related("discussion").filter(id=pk).first()
            if row is None:
                return explain(request, "This is no longer here", status=410)
            if request.method == "POST" and not sent_from_here(request):
                return explain(request, "Please press the button on our own page", status=403)
            return view(request, row, token)

        return opened

    return decorate


def explain(request, heading, status, text=""):
    """Say in plain words why a link or form led nowhere, and show the words that were sent along."""
    context = {"heading": heading, "status": status, "text": text}
    return render(request, "comments/explain.html", context, status=status)
