"""What is scheduled appears at its minute everywhere, without a job, through the page cache."""

from datetime import timedelta
from wsgiref.util import setup_testing_defaults

import pytest
from django.utils import timezone

from hub import page_cache
from hub.page_cache import PageCache
from tests.factories import create_article, create_groups

pytestmark = pytest.mark.django_db
LISTS = [
    "/",
    "/insight/",
    "/insight/feed/",
    "/sitemap.xml",
    "/search/?q=quokka",
    "/for/councillors/",
]


@pytest.fixture
def site(client, monkeypatch):
    """The site behind its page cache, with nothing that would make the cache forget."""
    monkeypatch.setattr(page_cache.watch, "look", lambda: (1, True))

    def django(environ, start_response):
        response = client.get(environ["PATH_INFO"], QUERY_STRING=environ["QUERY_STRING"])
        body = b"".join(response) if response.streaming else response.content
        headers = [(name, value) for name, value in response.items() if name != "Content-Length"]
        start_response(f"{response.status_code} Said", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    return PageCache(django, most_bytes=5_000_000)


@pytest.fixture
def pass_time(monkeypatch):
    """Return a function that sets the clocks so many seconds on; the calendar then stands still."""
    now, real_monotonic, real_time = timezone.now(), page_cache.time.monotonic, page_cache.time.time

    def move(seconds):
        monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(seconds=seconds))
        monkeypatch.setattr(page_cache.time, "monotonic", lambda: real_monotonic() + seconds)
        monkeypatch.setattr(page_cache.time, "time", lambda: real_time() + seconds)

    return move


def shows(site, page, article):
    """Say whether a page, as a visitor without cookies gets it, is the article's or links to it."""
    path, _, query = page.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query}
    setup_testing_defaults(environ)
    said = []
    body = b"".join(site(environ | {"HTTP_HOST": "hub.example.org"}, lambda *args: said.extend(args)))
    return said[0].startswith("200") and article.get_absolute_url() in body.decode()


def test_scheduled_article_appears_everywhere_within_a_minute(site, catch_up, pass_time):
    soon = timezone.now() + timedelta(minutes=5)
    article = create_article(title="Quokka", kind="insight", groups=create_groups(), published_at=soon)
    create_article(kind="insight", groups=create_groups())
    catch_up()
    pages = [*LISTS, article.get_absolute_url()]

    pass_time(290)  # every page is made, and kept, just before its minute
    before = [page for page in pages if shows(site, page, article)]
    pass_time(355)
    after = [page for page in pages if shows(site, page, article)]

    assert (before, after) == ([], pages)
