"""What is kept, and for how long: nobody gets what was made for another, nor an old page for long."""

import time

import pytest

from hub import page_cache
from tests.hub.page_cache.site import HTML
from tests.racing import at_once


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
    at_once(lambda _: ask(), range(8))

    assert len(site.asked) == 1
