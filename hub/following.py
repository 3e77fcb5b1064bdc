"""Web processes bring this machine's search index up to the database's clock, beside their work."""

import logging
import threading

from django.conf import settings
from django.db import connections

from content.caching import watch
from content.searching import catch_up, last_look
from hub.searching import SOURCES

EVERY = 60  # seconds, when nothing is known to have changed: a scheduled item, a database restored
AT_MOST = 2.0  # seconds of work at a time
AFTER = 0.1  # seconds: the answer goes out first
log = logging.getLogger(__name__)


def follow_the_clock(get_response):
    """Middleware: look when anything public has changed, here or elsewhere.

    It only starts the thread: no reader waits for the index.
    """

    def middleware(request):
        response = get_response(request)
        if settings.SEARCH_FOLLOWS and follower.is_due():
            follower.start()
        return response

    return middleware


class Follower:
    """One short-lived thread of this process, at most, with a database connection of its own."""

    def __init__(self):
        self.busy, self.thread = threading.Lock(), None
        self.state, self.changed_at, self.has_more = None, None, True

    def is_due(self):
        """Say, without asking anyone, whether there may be something to read."""
        is_old = watch.state != self.state or watch.changed_at != self.changed_at
        return self.has_more or is_old or last_look() > EVERY

    def start(self):
        if self.busy.acquire(blocking=False):
            self.thread = threading.Timer(AFTER, self._run)
            self.thread.name, self.thread.daemon = "search index", True
            self.thread.start()

    def _run(self):
        """Read what changed."""
        try:
            state, changed_at = watch.state, watch.changed_at
            progress = catch_up(SOURCES, within=AT_MOST, wait=False)
            self.has_more = not progress.done and not progress.busy
            self.state, self.changed_at = state, changed_at
        except Exception:
            self.has_more = False
            log.exception("The search index could not follow the database.")
        finally:
            connections.close_all()
            self.busy.release()


follower = Follower()
