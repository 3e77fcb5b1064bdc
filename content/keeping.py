"""Parts of public pages that are made once for each state of the content, and kept in this process.

docs/decisions/0008 says what may be kept and why nobody ever sees an old part, or one of a draft.
"""

import pickle
import sys
import threading
from collections import OrderedDict
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string

from content.caching import watch

MISSING = object()
_for_a_visitor = ContextVar("for_a_visitor", default=False)


def kept(key, make):
    """Return what `make()` returns, made once until the public content changes.

    `key` is a tuple that names the part and all that it depends on beside public content. What is
    made must be the same for every visitor, and nobody may alter it. Outside a visitor's request, and
    within a transaction, whose rows may yet be undone, it is made anew and not kept.
    """
    if not _for_a_visitor.get() or connection.in_atomic_block:
        return make()
    state, known = watch.look()
    if not known:
        return make()
    part = shelf.find(state, key)
    if part is MISSING:
        part = make()
        if _for_a_visitor.get():  # unless making it found that nothing may be kept
            shelf.put(state, key, part)
    return part


def kept_html(key, template, find):
    """Return the HTML of a template, kept; `find()` returns its context, all of it public content."""
    return kept(key, lambda: render_to_string(template, find()))


@contextmanager
def visiting(is_visitor):
    """Say whether what is done in this block is for a visitor, who gets nothing but public pages."""
    before = _for_a_visitor.set(is_visitor)
    try:
        yield
    finally:
        _for_a_visitor.reset(before)


def keep_nothing():
    """From here on, this request neither gets nor leaves any ready part: what it shows is not public."""
    _for_a_visitor.set(False)


def keep_parts(get_response):
    """Middleware: parts are kept for visitors who read. Staff, and those who send something, get none."""

    def middleware(request):
        is_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
        with visiting(request.method in {"GET", "HEAD"} and not is_staff):
            return get_response(request)

    return middleware


class Shelf:
    """The parts of one state of the content. `most_bytes` bounds them: the least used go first."""

    def __init__(self, most_bytes):
        self.most_bytes = most_bytes
        self.guard = threading.Lock()
        self.clear()

    def clear(self, state=None):
        self.state, self.parts, self.bytes = state, OrderedDict(), 0

    def find(self, state, key):
        """Return a part, or MISSING. A new state forgets all that was made before it."""
        with self.guard:
            if state != self.state:
                self.clear(state)
            if key not in self.parts:
                return MISSING
            self.parts.move_to_end(key)
            return self.parts[key][0]

    def put(self, state, key, part):
        """Keep a part, unless the content has changed while it was made."""
        takes = size(part)
        with self.guard:
            if state != self.state or key in self.parts:
                return
            self.parts[key] = part, takes
            self.bytes += takes
            while self.bytes > self.most_bytes:
                self.bytes -= self.parts.popitem(last=False)[1][1]


def size(part):
    """Return about how many bytes a part takes: a text knows, anything else is written out and counted."""
    return 500 + (sys.getsizeof(part) if isinstance(part, str) else 2 * len(pickle.dumps(part)))


shelf = Shelf(settings.KEPT_PARTS_MB * 1024 * 1024)
