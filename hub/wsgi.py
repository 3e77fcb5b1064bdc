"""The door for WSGI servers: ready pages first, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

django_application = get_wsgi_application()

from hub.page_cache import PageCache  # noqa: E402 (its models need a Django that is set up)

application = PageCache(django_application)
