"""Staff sessions end: after an hour of rest (a setting), after twelve hours in any case, and on request."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.utils import timezone

LONGEST = 12 * 60 * 60  # seconds
CLOCKS_MAY_DIFFER = 5 * 60


def sign_out_everywhere(user, but=None):
    """End all sessions of a user but perhaps one, on every machine; return how many there were."""
    running = Session.objects.filter(expire_date__gte=timezone.now()).exclude(pk=but)
    theirs = [each.pk for each in running if each.get_decoded().get(SESSION_KEY) == str(user.pk)]
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
