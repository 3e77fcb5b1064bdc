"""The door for WSGI servers: readers of publications are counted, ready pages come first, then Django."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

gc.disable()  # nothing of what is loaded now is ever rubbish
django_application = get_wsgi_application()

from hub.page_cache import PageCache  # noqa: E402 (its models need a Django that is set up)
from publications.counting import CountReaders  # noqa: E402

application = CountReaders(PageCache(django_application))

gc.freeze()  # so the collector need not look at it again, and workers share it with their master
gc.enable()
