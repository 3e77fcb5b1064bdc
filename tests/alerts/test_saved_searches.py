"""A search is followed like any other list: by feed and by mail."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from lxml import etree

from alerts.models import Run
from alerts.sending import send_alerts
from articles.models import Series
from content import searching
from tests.alerts.reader import DAY, subscribe
from tests.factories import (
    create_article,
    create_event,
    create_groups,
    create_person,
    create_publication,
    create_topic,
    yesterday,
)
from tests.feeds import SITE, read, titles

pytestmark = pytest.mark.django_db


def told(message):
    """Return the titles of a digest."""
    return [line[2:].rpartition(" (")[0] for line in message.body.splitlines() if line.startswith("* ")]


def test_new_match_is_told_though_the_index_had_not_read_it(catch_up):
    catch_up()
    subscribe("/search/?q=trust")
    create_article(title="Trust is slow")
    create_article(title="Hope is not")

    assert send_alerts(timezone.now() + DAY) == 1
    assert told(mail.outbox[0]) == ["Trust is slow"]
    assert "Everything on the Hub with “trust”" in mail.outbox[0].body


def test_search_with_filters_tells_every_kind(catch_up):
    groups, topic = create_groups(), create_topic(slug="housing")
    tags = {"groups": groups[:1], "topics": [topic]}
    made = [create_article(title="Trust", **tags), create_publication(title="More trust", **tags)]
    made.append(create_event(name="A day of trust", **tags))
    create_article(title="Trust for others", groups=groups[1:2], topics=[topic])
    create_person(family_name="Trust")
    catch_up()
    subscribe("/search/?for=councillors&q=trust&topic=housing")

    send_alerts()

    assert sorted(told(mail.outbox[0])) == sorted(map(str, made))


def test_only_what_was_asked_for_is_told(catch_up):
    for title in ["Trust and housing", "Trust", "Quota"]:
        create_article(title=title)
    catch_up()
    subscribe("/search/?q=trust+housing")
    subscribe("/search/?q=quoka")

    send_alerts()

    assert told(mail.outbox[0]) == ["Trust and housing"]


def test_year_and_kind_are_kept(catch_up):
    create_publication(title="Old trust", issued="2013")
    wanted = create_publication(title="Trust", issued="2015")
    create_article(title="Trust in the news")
    catch_up()
    subscribe("/search/?from=2014&kind=publication&q=trust&to=2015")

    send_alerts()

    assert told(mail.outbox[0]) == [wanted.title]


def test_without_an_index_nothing_is_lost(catch_up, monkeypatch):
    create_article(title="Trust")
    subscribe("/search/?q=trust")

    def fail(*args, **kwargs):
        raise searching.UnavailableError

    with monkeypatch.context() as patch:
        patch.setattr(searching, "keep_up", fail)
        with pytest.raises(CommandError):
            call_command("send_alerts")

    assert send_alerts() == 1
    assert not Run.objects.filter(finished_at=None).exists()


def test_search_page_names_its_feed_and_alerts(client, catch_up):
    catch_up()
    page = etree.HTML(client.get("/search/?q=trust&for=councillors&sort=title").content)

    links = [link.get("href") for link in page.iterfind('.//link[@type="application/atom+xml"]')]
    assert links == [f"{SITE}/search/feed/?for=councillors&q=trust"]
    assert page.xpath('//a[contains(@href, "/alerts/new/?list=%2Fsearch%2F%3Ffor")]')


def test_search_feed_holds_the_latest_matches(client, catch_up):
    create_article(title="Trust first", published_at=timezone.now() - 3 * DAY)
    create_publication(title="Trust last")
    create_article(title="Something else")
    Series.objects.create(title="Trust in steps", slug="trust", summary="Steps.", published_at=yesterday())
    catch_up()

    assert titles(client, "/search/feed/?q=trust") == ["Trust in steps", "Trust last", "Trust first"]
    assert read(client, "/search/feed/?q=trust").bozo == 0


def test_polling_a_search_feed_costs_two_queries(client, catch_up, django_assert_num_queries):
    create_article(title="Trust")
    catch_up()
    etag = client.get("/search/feed/?q=trust").headers["ETag"]

    with django_assert_num_queries(2):
        response = client.get("/search/feed/?q=trust", headers={"If-None-Match": etag})

    assert response.status_code == 304


def test_search_feed_waits_for_the_index(client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nothing"

    response = client.get("/search/feed/?q=trust")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")


@pytest.mark.parametrize("query", ["?q=%00", "?q=((", "?q=-", "?kind=person", "?from=x&to=9999", "?q=a&q=b"])
def test_search_feed_takes_any_question(client, catch_up, query):
    catch_up()

    assert client.get(f"/search/feed/{query}").status_code == 200


def test_question_that_is_too_long_is_no_list(client, catch_up):
    catch_up()

    assert client.get("/search/feed/?q=" + "x" * 9_000).status_code == 404
    assert client.get("/search/?q=" + "x" * 900).status_code == 200
