from contextlib import nullcontext
from http.client import HTTPConnection
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from articles.links import check_links, record_links
from articles.models import ArticleLink
from content import links
from tests.articles.desk import sign_in
from tests.factories import create_article, yesterday

pytestmark = pytest.mark.django_db


def problems():
    return {link.url: bool(link.problem) for link in ArticleLink.objects.all()}


def article_with(*addresses):
    article = create_article(body="".join(f'<p><a href="{address}">A page</a></p>' for address in addresses))
    record_links(article)
    return article


def test_check_finds_broken_links_inside():
    live, draft = create_article(), create_article(published_at=None)
    removed = create_article(removed_at=yesterday())
    good = [live.get_absolute_url(), "/places/", "http://hub.example.org/news/", "/places/#map"]
    bad = [draft.get_absolute_url(), removed.get_absolute_url(), "/nowhere/", "/media/none.pdf"]
    article_with(*good, *bad)

    check_links()

    assert problems() == dict.fromkeys(good, False) | dict.fromkeys(bad, True)


def test_check_leaves_other_sites_alone_unless_asked(monkeypatch):
    monkeypatch.setattr("articles.links.problem_outside", lambda url: pytest.fail(f"asked {url}"))
    article_with("https://elsewhere.example.org/")

    call_command("check_links", verbosity=0)

    assert ArticleLink.objects.get().checked_at is None


def test_check_asks_as_many_other_sites_as_told(monkeypatch):
    asked = []
    monkeypatch.setattr("articles.links.problem_outside", lambda url: asked.append(url) or "It answers 404.")
    article_with("https://one.example.org/", "https://two.example.org/", "https://three.example.org/")

    looked_at, broken = check_links(outside=2, pause=0)

    assert (looked_at, broken, len(asked)) == (2, 2, 2)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/admin/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
    ],
)
def test_check_never_asks_inside_a_network(url, monkeypatch):
    monkeypatch.setattr(HTTPConnection, "connect", lambda connection: pytest.fail("asked"))

    assert links.problem_outside(url)


ANSWERS = {200: False, 301: False, 403: False, 404: True, 503: True}


@pytest.mark.parametrize(("status", "broken"), ANSWERS.items())
def test_only_a_missing_page_is_a_broken_link(status, broken, monkeypatch):
    answer = nullcontext(SimpleNamespace(status=status))
    monkeypatch.setattr(links, "asked", lambda method, url: answer)

    assert bool(links.problem_outside("https://elsewhere.example.org/")) == broken


def test_links_that_went_leave_the_table():
    article = article_with("/places/", "/news/")
    article.body = '<p><a href="/news/">News</a></p>'
    article.save()

    record_links(article)

    assert list(problems()) == ["/news/"]


def test_admin_lists_broken_links(client):
    article_with("/nowhere/")
    check_links()
    sign_in(client, "Editors")

    page = client.get("/admin/articles/articlelink/?problem__isempty=0")

    assert "/nowhere/" in page.text
