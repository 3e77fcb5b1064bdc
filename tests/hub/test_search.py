"""One box over everything."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Series
from content.caching import watch
from hub.following import Follower, follower
from tests.factories import (
    NOT_LISTED,
    create_article,
    create_event,
    create_groups,
    create_person,
    create_place,
    create_programme,
    create_project,
    create_publication,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def get(client, query=""):
    return client.get(reverse("search") + query)


def found(response):
    return [(hit.kind, hit.title) for hit in response.context["listing"].items]


def fill():
    place, programme = create_place(name="Trust place"), create_programme(name="Trust programme")
    create_project(title="Trust project", place=place, programme=programme)
    create_article(title="Trust article", groups=create_groups())
    create_publication(title="Trust publication")
    create_person(given_name="Mary", family_name="Trust")
    create_event(name="Trust event", groups=create_groups())
    Series.objects.create(title="Trust series", slug="trust", summary="Steps.", published_at=yesterday())


def test_search_mixes_every_kind(client, catch_up):
    fill()
    catch_up()

    assert sorted(found(get(client, "?q=trust"))) == [
        ("article", "Trust article"),
        ("event", "Trust event"),
        ("person", "Mary Trust"),
        ("place", "Trust place"),
        ("programme", "Trust programme"),
        ("project", "Trust project"),
        ("publication", "Trust publication"),
        ("series", "Trust series"),
    ]


def test_search_has_a_tab_for_each_kind_with_its_count(client, catch_up):
    fill()
    create_article(title="Trust again")
    catch_up()

    response = get(client, "?q=trust&kind=article")

    tabs = [(label, count, current) for label, count, _, current in response.context["listing"].tabs]
    assert tabs == [
        ("Everything", 9, False),
        ("Articles", 2, True),
        ("Series", 1, False),
        ("Publications", 1, False),
        ("Places", 1, False),
        ("Projects", 1, False),
        ("Programmes", 1, False),
        ("Events", 1, False),
        ("People", 1, False),
    ]
    assert {kind for kind, _ in found(response)} == {"article"}


def test_event_is_found_by_where_it_was_and_narrowed_by_its_programme(client, catch_up):
    programme = create_programme(slug="local-vision")
    create_event(name="A learning day", town="Leeds", programme=programme, start="2014-06-03")
    create_event(name="Another day", town="Leeds")
    catch_up()

    response = get(client, "?q=leeds&programme=local-vision")

    assert found(response) == [("event", "A learning day")]
    assert "Event, 2014" in response.text


@pytest.mark.parametrize("query", ["", "?q=trust", "?q=trust&kind=place", "?q=nothingness&for=councillors"])
def test_search_costs_at_most_eight_queries(client, catch_up, django_assert_max_num_queries, query):
    fill()
    catch_up()

    with django_assert_max_num_queries(8):
        assert get(client, query).status_code == 200


@pytest.mark.parametrize("dates", NOT_LISTED.values(), ids=NOT_LISTED)
def test_search_forgets_an_item_at_once_before_the_index_does(client, catch_up, dates):
    article = create_article(title="Trust gone")
    create_article(title="Trust here")
    catch_up()
    Article.objects.filter(pk=article.pk).update(**dates)

    response = get(client, "?q=trust")

    assert found(response) == [("article", "Trust here")]
    assert response.context["listing"].tabs[0][1] == 1


def test_search_without_an_index_looks_into_titles(client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nothing"
    fill()
    create_article(title="Trust me not yet", published_at=tomorrow())

    response = get(client, "?q=trust")

    assert "Search is being rebuilt" in response.content.decode()
    assert len(found(response)) == 6


def test_search_without_an_index_asks_the_database_little(client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nothing"
    fill()

    with CaptureQueriesContext(connection) as queries:
        get(client, "?q=trust")

    assert len(queries) <= 8


def test_search_without_an_index_finds_a_kind_that_is_asked_for(client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nothing"
    fill()

    assert [kind for kind, _ in found(get(client, "?q=trust&kind=person"))] == ["person"]


def test_search_for_nothing_helps(client, catch_up):
    catch_up()

    assert "Nothing matches “trust”" in get(client, "?q=trust").content.decode()


def test_suggestions_are_titles_with_kind_and_address(client, catch_up):
    article = create_article(title="Systems leadership")
    catch_up()

    response = client.get(reverse("suggest"), {"q": "systems le"})

    assert response.json() == {
        "suggestions": [
            {"kind": "Articles", "title": "Systems leadership", "url": article.get_absolute_url()}
        ]
    }


@pytest.mark.parametrize("query", ["", "?q=%00", "?q=" + "x" * 9_000, "?q=((&kind=nobody", "?kind=" * 50])
def test_suggestions_take_any_address(client, catch_up, query):
    catch_up()

    assert client.get(reverse("suggest") + query).json() == {"suggestions": []}


@pytest.mark.once
def test_index_follows_a_change_of_this_process_at_once(monkeypatch):
    made = Follower()
    made.state, made.changed_at, made.has_more = watch.state, watch.changed_at, False
    monkeypatch.setattr("hub.following.last_look", lambda: 0)

    before = made.is_due()
    watch.look_again()

    assert (before, made.is_due()) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_a_page_has_the_index_catch_up_beside_it(client, catch_up, settings):
    settings.SEARCH_FOLLOWS = True
    create_article(title="Trust")

    first = get(client, "?q=trust")
    follower.thread.join()
    second = get(client, "?q=trust")

    assert first.context["listing"].results is None
    assert found(second) == [("article", "Trust")]
