"""A page cache before a site that counts how often it is asked, and a generation that is moved by hand."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest

from hub import page_cache
from hub.page_cache import PageCache
from tests.hub.page_cache.site import Site


@pytest.fixture
def watch(monkeypatch):
    """A generation that tests can move by hand: `watch.state = (number, known)`."""

    class Watch:
        state = (1, True)

        def look(self):
            return self.state

    watch = Watch()
    monkeypatch.setattr(page_cache, "watch", watch)
    return watch


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def ask(site, watch):
    """Ask the cache before the site: returns status, headers and body."""
    cache = PageCache(site, most_bytes=100_000)

    def ask(path="/", query="", method="GET", **headers):
        environ = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
        environ |= {"HTTP_HOST": "testserver", "wsgi.input": BytesIO()} | headers
        setup_testing_defaults(environ)
        said = []
        answer = cache(environ, lambda *args: said.extend(args))
        body = b"".join(answer)
        return said[0], dict(said[1]), body

    ask.cache = cache
    return ask
