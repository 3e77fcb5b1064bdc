from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from articles.models import Article
from tests.factories import (
    NOT_LISTED,
    create_article,
    create_groups,
    create_project,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)
from tests.feeds import SITE, faults_of, read, titles
from tests.pages import create_everything, every_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(catch_up):
    """The feed of a search asks the index of this test."""
    catch_up()
    return catch_up


LISTS = [
    "home",
    "news list",
    "publication list",
    "place list",
    "search",
    "series",
    "group",
    "topic",
    "person",
]


def feeds_of(client, index):
    """Return {page: address of its feed} as the pages say."""
    made = create_everything()
    insight = made["articles"][Article.Kind.INSIGHT]
    found = {
        "comments": reverse("comments:feed_of_all"),
        "thread": reverse("comments:feed", args=["articles.article", insight.pk]),
    }
    index()
    for name, address in every_page(made).items():
        page = etree.HTML(client.get(address).content)
        for link in page.iterfind('.//link[@type="application/atom+xml"]'):
            found[name] = link.get("href").removeprefix(SITE)
    return found


@pytest.mark.once
def test_every_list_has_a_feed_that_readers_accept(client, index):
    feeds = feeds_of(client, index)

    assert {*LISTS} <= set(feeds)
    for name, address in feeds.items():
        feed = read(client, address)
        assert (feed.bozo, feed.version) == (0, "atom10"), name
        assert feed.entries, name


@pytest.mark.once
def test_every_feed_keeps_the_rules_of_atom(client, index):
    feeds = feeds_of(client, index)
    faults = {name: faults_of(client.get(address).content, address) for name, address in feeds.items()}

    assert faults == {name: [] for name in feeds}


@pytest.mark.once
def test_every_entry_has_an_id_that_lasts(client, index):
    for name, address in feeds_of(client, index).items():
        for entry in read(client, address).entries:
            assert entry.id.startswith("tag:hub.example.org,2026:"), name


def test_feed_holds_the_whole_text(client):
    create_article(body='<p>All of it, with <a href="/about/">a link</a>.</p>', standfirst="The short of it.")

    entry = read(client, "/news/feed/").entries[0]

    assert entry.summary == "The short of it."
    assert entry.content[0].value == f'<p>All of it, with <a href="{SITE}/about/">a link</a>.</p>'


def test_feed_id_outlives_the_address(client):
    article = create_article()
    before = read(client, "/news/feed/").entries[0].id
    article.slug = "moved"
    article.save()

    assert read(client, "/news/feed/").entries[0].id == before


def test_feed_follows_the_filters_of_its_page(client):
    groups, topic = create_groups(), create_topic(slug="trust")
    both = create_article(groups=groups[:1], topics=[topic])
    create_article(groups=groups[:1])
    create_article(topics=[topic])

    assert titles(client, "/news/feed/?for=councillors&topic=trust") == [both.title]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=guide", 1),
        ("type=guide&type=report", 2),
        ("from=2016", 1),
        ("to=2015", 1),
        ("from=x", 2),
        ("x=y", 2),
    ],
)
def test_publication_feed_follows_its_filters(client, query, found):
    create_publication(type="guide", issued="2015-10")
    create_publication(type="report", issued="2016")

    assert len(titles(client, f"/publications/feed/?{query}")) == found


def test_feed_of_a_group_mixes_all_kinds_latest_first(client):
    group = create_groups()[0]
    made = [
        create(groups=[group], published_at=timezone.now() - timedelta(hours=hours))
        for hours, create in [(3, create_publication), (1, create_article), (2, create_project)]
    ]

    assert titles(client, "/for/councillors/feed/") == [str(made[i]) for i in (1, 2, 0)]


@pytest.mark.parametrize("dates", NOT_LISTED.values(), ids=NOT_LISTED)
def test_feed_tells_only_what_lists_tell(client, dates):
    create_article(**dates)
    create_publication(**dates)

    assert [titles(client, address) for address in ["/feed/", "/news/feed/", "/publications/feed/"]] == [
        []
    ] * 3


def test_polling_a_feed_costs_two_queries(client, index, django_assert_num_queries):
    create_everything()
    for address in feeds_of(client, index).values():
        etag = client.get(address).headers["ETag"]
        with django_assert_num_queries(2):  # what there is, the generation
            response = client.get(address, headers={"If-None-Match": etag})
        assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize(
    "moment",
    [
        lambda article: article.save(),
        lambda article: article.groups.add(create_groups()[0]) or article.touch(),
        lambda article: create_article(),
        lambda article: Article.objects.filter(pk=article.pk).update(removed_at=yesterday()),
    ],
    ids=["saved", "tagged", "another", "removed"],
)
def test_feed_is_new_after_a_change(client, django_capture_on_commit_callbacks, moment):
    article = create_article()
    etag = client.get("/news/feed/").headers["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        moment(article)

    assert client.get("/news/feed/", headers={"If-None-Match": etag}).status_code == 200


def test_feed_is_new_when_a_date_passes(client, monkeypatch):
    create_article()
    create_article(published_at=tomorrow())
    etag, later = client.get("/news/feed/").headers["ETag"], tomorrow() + timedelta(days=1)
    assert client.get("/news/feed/", headers={"If-None-Match": etag}).status_code == 304
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert client.get("/news/feed/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.once
def test_feed_costs_the_same_however_long(client, index, django_assert_max_num_queries):
    for _ in range(6):
        create_everything()
    for address in feeds_of(client, index).values():
        with django_assert_max_num_queries(22):  # seven kinds, each with what it is for
            client.get(address)


@pytest.mark.parametrize("address", ["/nowhere/feed/", "/about/feed/", "/for/nobody/feed/", "/admin/feed/"])
def test_feed_of_no_list_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("text", ["a\x00b", "x" * 10_000, "-1", "\u202e", "<b>", "9" * 99])
def test_feed_takes_any_filter(client, text):
    names = ["for", "topic", "year", "type", "from", "to", "programme"]
    for address in ["/news/feed/", "/publications/feed/", "/places/feed/"]:
        assert read(client, f"{address}?{urlencode(dict.fromkeys(names, text))}").bozo == 0


def test_feed_survives_characters_that_xml_cannot_hold(client):
    create_article(title="Bell \x07 here", standfirst="Form\x0cfeed")

    feed = read(client, "/news/feed/")

    assert (feed.bozo, feed.entries[0].title) == (0, "Bell  here")
