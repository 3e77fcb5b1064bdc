import runpy
import socket
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.test import Client
from gunicorn import util

from content.breaker import breaker
from tests.hub.answers import ANSWERS
from tests.observatory import score

pytestmark = pytest.mark.django_db

WANTED = [
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Strict-Transport-Security",
]
FOR_OTHER_SITES = {"/news/feed/"}  # their scripts may read it, which costs ten points


@pytest.fixture
def site(settings, monkeypatch):
    """Return a client of the site as it is over TLS, with an address for each kind of answer."""
    monkeypatch.setattr(breaker, "open", lambda: None)
    settings.ROOT_URLCONF = "tests.hub.answers"
    settings.SECURE_HSTS_SECONDS = 63072000
    (Path(settings.STATIC_ROOT) / "probe.css").write_text("p{}")
    return Client(raise_request_exception=False)


def ask(client, method, address):
    response = client.generic(method, address, secure=True)
    response.getvalue()  # a static file is open until it has been read
    return response


def missing_headers(response):
    return [name for name in WANTED if name not in response.headers]


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_carries_every_header(site, method, address, status):
    response = ask(site, method, address)

    assert (response.status_code, missing_headers(response)) == (status, [])


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS.values(), ids=ANSWERS)
def test_policy_allows_nothing_unsafe_and_nobody_else(site, method, address, status):
    policy = ask(site, method, address).headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))


def test_what_gunicorn_refuses_by_itself_carries_every_header(settings, monkeypatch):
    """tests/test_scripts.py asks a real gunicorn, and a real waitress, over plain http."""
    settings.SECURE_HSTS_SECONDS = 63072000
    monkeypatch.setattr(util, "write_error", None)  # put back after the test
    runpy.run_path(site_settings.BASE_DIR / "deploy" / "gunicorn.conf.py")["post_worker_init"](None)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        util.write_error(ours, 501, "Not Implemented", "<b>")
        said = theirs.recv(10_000).decode()

    assert [name for name in WANTED if f"\r\n{name}: " not in said] == []
    assert said.startswith("HTTP/1.1 400 Bad Request\r\n")
    assert said.endswith("\r\n\r\nBad Request")


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_scores_130_by_observatorys_rules(site, method, address, status):
    assert score(ask(site, method, address).items()) >= (120 if address in FOR_OTHER_SITES else 130)


def test_host_that_is_not_ours_is_refused_with_every_header(site):
    response = site.get("/about/", secure=True, headers={"host": "evil.example.net"})

    assert (response.status_code, missing_headers(response)) == (400, [])


def test_headers_would_be_missed_without_our_middleware(site, settings):
    settings.MIDDLEWARE = [name for name in site_settings.MIDDLEWARE if "HeadersMiddleware" not in name]
    bare = Client(raise_request_exception=False)

    assert missing_headers(ask(bare, "GET", "/about/")) == ["Cross-Origin-Resource-Policy"]


def test_plain_http_is_not_told_to_keep_to_tls(site):
    assert "Strict-Transport-Security" not in site.get("/about/").headers


@pytest.mark.parametrize("address", ["/kinds/400", "/kinds/403", "/kinds/404", "/kinds/500", "/kinds/503"])
def test_error_page_shows_the_number_of_its_request(site, address):
    response = ask(site, "GET", address)

    assert response.headers["X-Request-ID"] in response.text


def test_visitors_pages_say_which_links_may_be_fetched_ahead(site):
    assert site.get("/about/").headers["Speculation-Rules"] == '"/speculation-rules.json"'
    assert site.get("/speculation-rules.json")["Content-Type"] == "application/speculationrules+json"


def test_pages_of_staff_and_errors_are_not_fetched_ahead(site):
    assert "Speculation-Rules" not in site.get("/nowhere/").headers
    site.cookies["session"] = "x"
    assert "Speculation-Rules" not in site.get("/about/").headers


def test_error_page_tells_nothing_of_the_fault(site):
    page = ask(site, "GET", "/kinds/500").text

    assert "secret-in-the-message" not in page
    assert "Traceback" not in page
