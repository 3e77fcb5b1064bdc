"""Nobody ever gets a page that was made for somebody else, and nobody gets an old one for long."""

import gzip
import threading
import time
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import brotli
import pytest

from content.caching import StateWatch
from hub import page_cache
from hub.page_cache import PageCache

HTML = [("Content-Type", "text/html"), ("Content-Length", "5")]


class Site:
    """A site whose every answer says how many it has given, and echoes what it was asked."""

    def __init__(self, status="200 OK", headers=HTML):
        self.status, self.headers, self.asked = status, headers, []

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        start_response(self.status, self.headers)
        return [f"no {len(self.asked):>2}".encode()]


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


def test_second_visitor_gets_the_ready_page(ask, site):
    first, second = ask(), ask()

    assert (first[2], second[2], len(site.asked)) == (b"no  1", b"no  1", 1)


def test_ready_page_says_it_is_one(ask):
    ask()

    assert ask()[1]["Cache-Status"] == "hub; hit"


def test_head_gets_the_headers_of_the_ready_page(ask, site):
    ask()

    status, headers, body = ask(method="HEAD")

    assert (status, headers["Content-Length"], body, len(site.asked)) == ("200 OK", "5", b"", 1)


@pytest.mark.parametrize(
    ("accept", "encoding", "read"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_page_is_sent_in_an_encoding_that_the_visitor_takes(ask, accept, encoding, read):
    _, headers, body = ask(HTTP_ACCEPT_ENCODING=accept)

    assert (headers.get("Content-Encoding"), read(body)) == (encoding, b"no  1")


@pytest.mark.parametrize("tag", ["{etag}", '"other", {etag}', "*", "W/{etag}"])
def test_visitor_who_has_the_page_gets_304(ask, tag):
    etag = ask()[1]["ETag"]

    status, headers, body = ask(HTTP_IF_NONE_MATCH=tag.format(etag=etag.removeprefix("W/")))

    assert (status, body, headers["ETag"]) == ("304 Not Modified", b"", etag)


def test_visitor_who_has_the_page_by_date_gets_304(ask):
    modified = ask()[1]["Last-Modified"]

    assert ask(HTTP_IF_MODIFIED_SINCE=modified)[0] == "304 Not Modified"


@pytest.mark.parametrize("since", ["nonsense", "Thu, 01 Jan 1970 00:00:00 GMT", ""])
def test_visitor_with_an_older_page_gets_the_page(ask, since):
    ask()

    assert ask(HTTP_IF_MODIFIED_SINCE=since)[0] == "200 OK"


def test_changed_generation_makes_the_page_again(ask, watch):
    ask()

    watch.state = (2, True)

    assert ask()[2] == b"no  2"


def test_page_is_made_again_within_the_minute(ask, monkeypatch):
    ask()
    later = time.monotonic() + page_cache.GOOD_FOR + 1
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: later)

    assert ask()[2] == b"no  2"


def test_old_page_stands_in_while_the_database_is_silent(ask, watch, site):
    ask()
    watch.state = (1, False)

    assert (ask()[1]["Cache-Status"], len(site.asked)) == ("hub; hit; detail=stale", 1)


def test_old_page_stands_in_for_an_error(ask, watch, site):
    ask()
    watch.state, site.status = (2, True), "503 Service Unavailable"

    status, headers, body = ask()

    assert (status, body, headers["Cache-Status"]) == ("200 OK", b"no  1", "hub; hit; detail=stale")


def test_page_made_while_the_generation_is_unknown_is_not_kept(ask, watch):
    watch.state = (None, False)

    assert (ask()[2], ask()[2]) == (b"no  1", b"no  2")


PERSONAL = [
    {"HTTP_COOKIE": "session=1"},
    {"HTTP_COOKIE": ""},
    {"HTTP_COOKIE": "x"},
    {"HTTP_AUTHORIZATION": "Basic eDp5"},
    {"HTTP_AUTHORIZATION": ""},
    {"HTTP_RANGE": "bytes=0-1"},
    {"method": "POST"},
    {"method": "PUT"},
    {"method": "OPTIONS"},
    {"method": "get"},
    {"method": "QUERY"},
    {"path": "/admin/"},
    {"path": "/admin/articles/"},
    {"path": "/static/css/hub.css"},
    {"path": "/media/x.pdf"},
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "testserver.evil.example"},
    {"HTTP_HOST": ""},
    {"HTTP_HOST": "testserver:80:80"},
    {"query": "&".join(f"page={n}" for n in range(60))},
]


@pytest.mark.parametrize("request_", PERSONAL, ids=str)
def test_request_that_is_not_anybodys_never_meets_the_cache(ask, site, request_):
    ask(**request_)
    ask(**request_)

    assert (len(site.asked), len(ask.cache.pages)) == (2, 0)


@pytest.mark.parametrize("request_", PERSONAL[:6], ids=str)
def test_visitor_of_a_kind_that_is_not_cached_gets_no_ready_page(ask, site, request_):
    ask()

    assert ask(**request_)[2] == b"no  2"


WITHOUT_EFFECT = [
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_FOR": "1.2.3.4"},
    {"HTTP_X_ORIGINAL_URL": "/admin/"},
    {"HTTP_X_REWRITE_URL": "/admin/"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
    {"HTTP_ACCEPT_LANGUAGE": "cy"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_USER_AGENT": "<script>"},
    {"HTTP_REFERER": "https://evil.example"},
    {"HTTP_ORIGIN": "https://evil.example"},
    {"HTTP_IF_NONE_MATCH": '"nothing"'},
    {"query": "utm_source=x"},
    {"query": "fbclid=1&_=2"},
    {"query": "PAGE=2"},
    {"query": "%00=1"},
]


@pytest.mark.parametrize("request_", WITHOUT_EFFECT, ids=str)
def test_unkeyed_part_of_a_request_changes_no_page(ask, site, request_):
    before = ask()
    ask(**request_)

    assert (ask()[2], len(site.asked), len(ask.cache.pages)) == (before[2], 1, 1)


def test_unknown_parameters_are_hidden_from_the_page_that_is_kept(ask, site):
    ask(query="utm_source=x&page=2&topic=b&page=3&topic=a")

    assert site.asked[0]["QUERY_STRING"] == "page=2&page=3&topic=b&topic=a"


def test_visitors_own_conditions_are_hidden_from_the_page_that_is_kept(ask, site):
    ask(HTTP_IF_NONE_MATCH='"x"', HTTP_ACCEPT_ENCODING="gzip")

    assert {"HTTP_IF_NONE_MATCH", "HTTP_ACCEPT_ENCODING"}.isdisjoint(site.asked[0])


@pytest.mark.parametrize("forwarded", ["https", "http"])
def test_scheme_is_part_of_the_key(ask, settings, site, forwarded):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ask(HTTP_X_FORWARDED_PROTO="https")
    ask(HTTP_X_FORWARDED_PROTO=forwarded)

    assert len(site.asked) == (1 if forwarded == "https" else 2)


NOT_FOR_OTHERS = {
    "cookie": ("200 OK", [("Set-Cookie", "a=1")]),
    "vary on cookie": ("200 OK", [("Vary", "Accept-Encoding, Cookie")]),
    "vary on anything": ("200 OK", [("Vary", "*")]),
    "private": ("200 OK", [("Cache-Control", "private, max-age=60")]),
    "no-store": ("200 OK", [("Cache-Control", "no-store")]),
    "nonce": ("200 OK", [("Content-Security-Policy", "script-src 'nonce-abc'")]),
    "already compressed": ("200 OK", [("Content-Encoding", "gzip")]),
    "partial": ("206 Partial Content", []),
    "redirect": ("302 Found", [("Location", "/")]),
    "not found": ("404 Not Found", []),
    "gone": ("410 Gone", []),
    "error": ("500 Internal Server Error", []),
    "busy": ("503 Service Unavailable", []),
}


@pytest.mark.parametrize(("status", "headers"), NOT_FOR_OTHERS.values(), ids=NOT_FOR_OTHERS)
def test_answer_that_is_not_for_others_is_not_kept(ask, site, status, headers):
    site.status, site.headers = status, [*HTML, *headers]

    assert (ask()[2], ask()[2], len(ask.cache.pages)) == (b"no  1", b"no  2", 0)


def test_answer_of_unknown_length_is_passed_on_unread(ask, site):
    site.headers = [("Content-Type", "text/csv")]

    assert (ask()[2], len(ask.cache.pages)) == (b"no  1", 0)


def test_memory_is_bounded(ask):
    for number in range(1000):
        ask(f"/{number}/")

    assert ask.cache.bytes <= 100_000
    assert len(ask.cache.pages) < 100


def test_most_used_page_outlives_the_others(ask, site):
    ask("/kept/")
    for number in range(1000):
        ask(f"/{number}/")
        ask("/kept/")

    assert sum(environ["PATH_INFO"] == "/kept/" for environ in site.asked) == 1


def test_one_thread_makes_a_page_that_many_want(ask, site):
    def slow(environ, start_response):
        time.sleep(0.2)
        return site(environ, start_response)

    ask.cache.application = slow
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(site.asked) == 1


def test_watch_hears_of_a_change_within_a_second():
    numbers = [1]
    watch = StateWatch(ask=lambda: numbers[0])
    watch.look()
    numbers[0] = 2

    deadline = time.monotonic() + 1
    while watch.look()[0].generation != 2:
        assert time.monotonic() < deadline


def test_watch_does_not_wait_for_a_silent_database():
    watch = StateWatch(ask=lambda: time.sleep(30))

    started = time.monotonic()
    answer = watch.look()

    assert (answer, time.monotonic() - started < 1) == ((None, False), True)


def test_watch_survives_a_database_that_refuses():
    watch = StateWatch(ask=lambda: 1 / 0)
    watch.look()
    watch.ask = lambda: 7
    time.sleep(0.6)

    state, known = watch.look()

    assert (state.generation, known) == (7, True)
