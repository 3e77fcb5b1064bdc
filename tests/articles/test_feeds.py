import feedparser
import pytest

from tests.factories import create_article, create_groups, tomorrow, yesterday

pytestmark = pytest.mark.django_db


def test_feed_tells_what_is_live_of_its_kind(client):
    article = create_article(kind="news", groups=create_groups()[:1])
    create_article(kind="insight")
    create_article(kind="news", published_at=tomorrow())
    create_article(kind="news", withdrawn_at=yesterday())

    feed = feedparser.parse(client.get("/news/feed/").content)

    assert [entry.title for entry in feed.entries] == [article.title]
    assert feed.entries[0].link == f"http://hub.example.org{article.get_absolute_url()}"
    assert feed.bozo == 0


def test_feed_has_what_atom_requires(client):
    create_article(kind="insight")

    feed = feedparser.parse(client.get("/insight/feed/").content)

    assert feed.version == "atom10"
    assert all(feed.feed.get(name) for name in ["id", "title", "updated"])
    assert all(feed.entries[0].get(name) for name in ["id", "title", "updated", "author"])
    assert {"http://hub.example.org/insight/feed/"} == {
        link.href for link in feed.feed.links if link.rel == "self"
    }


def test_feed_costs_the_same_however_long(client, django_assert_num_queries):
    for _ in range(25):
        create_article(groups=create_groups())

    client.get("/news/feed/")  # Django looks up its Site once a process

    with django_assert_num_queries(5):  # its state (2), articles, groups, authors
        client.get("/news/feed/")
