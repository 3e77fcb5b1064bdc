"""The Hub's settings with one fault planted (HUB_PLANTED names it), to prove that a test would notice.

Also the one thing that the tests need and the Hub lacks: an address that takes three seconds.
"""

import os
import time
from contextlib import nullcontext

from django.http import HttpResponse
from django.urls import path

from content import breaker
from hub.accounts import limits
from hub.settings import *  # noqa: F403
from hub.settings import DATABASES, MAILERS, MIDDLEWARE

ROOT_URLCONF = "tests.chaos.planted"
fault = os.environ.get("HUB_PLANTED", "")

if fault == "deferred":  # SQLite's own default: a transaction that reads first may not write
    del DATABASES["default"]["OPTIONS"]["transaction_mode"]
elif fault == "no breaker":  # every request waits for a silent database by itself
    MIDDLEWARE.remove("hub.database_guard.DatabaseGuardMiddleware")
    breaker.Breaker.open = lambda self: None
elif fault == "no patience":  # visitors wait for a slow database as long as it takes
    DATABASE_PATIENCE = READERS_PATIENCE = 60
elif fault == "no ready pages":
    PAGE_CACHE_MB = 0
elif fault == "no queue":  # visitors wait for the mail server
    MAILERS["default"] = MAILERS["outbound"]
elif fault == "no limits":  # everybody may guess at passwords, all at once
    AXES_FAILURE_LIMIT = 1_000_000
    limits.one_at_a_time = lambda: nullcontext(True)


def three_seconds(request):
    time.sleep(3)
    return HttpResponse("done\n")


def __getattr__(name):
    """Be the address book too: the Hub's own, and ours before it."""
    if name not in {"urlpatterns", "handler400", "handler404", "handler500"}:
        raise AttributeError(name)
    from hub import urls  # noqa: PLC0415 (models can be imported by now)

    if name == "handler500" and fault == "plain errors":
        return "django.views.defaults.server_error"
    if name == "urlpatterns":
        return [path("three-seconds/", three_seconds), *urls.urlpatterns]
    return getattr(urls, name)
