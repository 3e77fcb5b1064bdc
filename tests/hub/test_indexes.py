"""The A to Z and the years."""

import re

import pytest

from articles.models import Series
from tests.factories import (
    create_article,
    create_event,
    create_groups,
    create_organisation,
    create_person,
    create_place,
    create_programme,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def names(client, letter):
    html = client.get(f"/a-to-z/{letter}/").content.decode()
    return re.findall(r'<li><p><a href="[^"]+">([^<]+)</a></p>\s*<p class="by">([^<]+)</p>', html)


def test_letter_lists_every_kind_by_name(client):
    create_groups()
    create_topic(name="co-production", slug="co-production")
    create_person(given_name="Ada", family_name="Cole")
    create_organisation(name="The Care Trust")
    create_programme(name="Change")
    create_place(name="Cornwall")
    create_event(name="Conference")
    Series.objects.create(title="Courage", slug="courage", summary="S", published_at=yesterday())

    assert names(client, "c") == [
        ("The Care Trust", "Organisation"),
        ("Change", "Programme"),
        ("Co-production", "Topic"),
        ("Cole, Ada", "Person"),
        ("Conference", "Event"),
        ("Cornwall", "Place"),
        ("Councillors", "Stakeholder group"),
        ("Courage", "Series"),
    ]


def test_person_with_one_name_has_no_comma(client):
    create_person(given_name="", family_name="Plato")

    assert names(client, "p") == [("Plato", "Person")]


def test_what_begins_with_no_letter_is_under_numbers(client):
    create_organisation(name="360 Giving")
    create_organisation(name="Éclair")

    assert names(client, "0-9") == [("360 Giving", "Organisation"), ("Éclair", "Organisation")]


def test_only_what_readers_may_see_has_a_letter(client):
    create_place(name="Yarm", published_at=tomorrow())
    create_place(name="York", removed_at=yesterday())

    assert client.get("/a-to-z/y/").status_code == 404
    assert "/a-to-z/y/" not in client.get("/a-to-z/").text


@pytest.mark.parametrize("letter", ["C", "cc", "1", "-", "%00", "é"])
def test_other_letters_are_not_found(client, letter):
    create_organisation(name="C")

    assert client.get(f"/a-to-z/{letter}/").status_code == 404


def test_names_of_every_kind_are_one_click_away(client):
    create_topic(name="trust", slug="trust")

    html = client.get("/a-to-z/").content.decode()

    assert 'href="/a-to-z/t/"' in html
    assert 'href="/topics/trust/"' in html


def test_year_gathers_what_was_published_and_what_happened(client):
    publication, event = create_publication(issued="2013-10"), create_event(start="2013-06-03")
    create_publication(title="Another year", issued="2014")
    create_publication(title="No date", issued="")

    html = client.get("/years/2013/").content.decode()

    assert (publication.title in html, event.name in html) == (True, True)
    assert ("Another year" in html, "No date" in html) == (False, False)
    assert 'href="/years/2014/" rel="next"' in html


def test_years_say_how_much_they_have(client):
    create_publication(issued="2013")
    create_event(start="2013-05")
    create_publication(issued="2015", published_at=None)
    create_article()

    html = client.get("/years/").content.decode()

    assert re.findall(r'/years/(\d+)/">\d+ <span class="n">(\d+)', html)[1:] == [("2013", "2")]


@pytest.mark.parametrize("year", ["2013", "0", "99999999999999999999", "x", "2013/x"])
def test_year_with_nothing_is_not_found(client, year):
    assert client.get(f"/years/{year}/").status_code == 404
