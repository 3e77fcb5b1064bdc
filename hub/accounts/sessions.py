"""Staff sessions end: after an hour of rest (a setting), after twelve hours in any case, and on request."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.utils import timezone

from content.throttling import keyed_hash

LONGEST = 12 * 60 * 60  # seconds
CLOCKS_MAY_DIFFER = 5 * 60


def sessions_of(user):
    """Return {name: row} of a user's sessions on every machine, last used first; a name opens nothing."""
    running = Session.objects.filter(expire_date__gte=timezone.now()).order_by("-expire_date")
    theirs = [each for each in running if each.get_decoded().get(SESSION_KEY) == str(user.pk)]
    return {keyed_hash("session", each.pk): each for each in theirs}


def sign_out_everywhere(user, but=None):
    """End all sessions of a user but perhaps one; return how many there were."""
    theirs = [each.pk for each in sessions_of(user).values() if each.pk != but]
    return Session.objects.filter(pk__in=theirs).delete()[0]


class SessionAgeMiddleware:
    """Signs out a session that began more than twelve hours ago, or in the future."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            age = time.time() - request.session.setdefault("began_at", time.time())
            if not -CLOCKS_MAY_DIFFER <= age <= LONGEST:
                logout(request)
        return self.get_response(request)
