"""The open data: CSV, JSON, GeoJSON, calendars and JSON-LD."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from places.calendar import escape, fold
from places.importing import import_csv
from tests.factories import create_event, create_place, create_project, tomorrow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["programmes", "places", "projects"])
def test_csv_has_what_is_published_and_nothing_else(client, table):
    create_project(contact_email="role@example.org")
    create_project(title="Secret", slug="secret", published_at=tomorrow())

    response = client.get(reverse("places:table_csv", args=[table]))
    rows = list(csv.DictReader(io.StringIO(response.text)))

    assert len(rows) == (1 if table == "projects" else 2)
    assert "secret" not in {row["slug"] for row in rows}
    assert "role@example.org" not in response.text


def test_csv_does_not_run_in_a_spreadsheet_and_comes_back_as_it_was(client):
    create_place(summary='=HYPERLINK("http://example.com")', latitude=51.5, longitude=-0.1)

    text = client.get(reverse("places:table_csv", args=["places"])).text
    row = next(csv.DictReader(io.StringIO(text)))

    assert (row["summary"], row["longitude"]) == ('\'=HYPERLINK("http://example.com")', "-0.1")
    assert import_csv("places", io.StringIO(text)).changes == []


def test_json_says_the_same_as_csv(client):
    create_project(issue="Commas, “quotes” and\nlines")

    rows = csv.DictReader(io.StringIO(client.get(reverse("places:table_csv", args=["projects"])).text))
    objects = client.get(reverse("places:table_json", args=["projects"])).json()["projects"]

    assert [{**row, "url": objects[0]["url"]} for row in rows] == objects


def test_geojson_has_longitude_first(client):
    create_place(name="Leeds", latitude=53.8, longitude=-1.549)
    create_place(name="Nowhere known")

    features = client.get(reverse("places:geojson")).json()["features"]

    assert [(f["properties"]["name"], f["geometry"]["coordinates"]) for f in features] == [
        ("Leeds", [-1.549, 53.8])
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/places/data/places.geojson",
        "/places/data/places.csv",
        "/places/data/projects.json",
        "/events/calendar.ics",
    ],
)
def test_data_may_be_read_from_any_site(client, address):
    response = client.get(address)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_an_unknown_table_is_not_found(client):
    assert client.get(reverse("places:table_csv", args=["people"])).status_code == 404


@pytest.mark.parametrize("table", ["programmes", "places", "projects"])
def test_data_costs_the_same_however_much_there_is(client, table, django_assert_max_num_queries):
    for _ in range(20):
        create_project()

    with django_assert_max_num_queries(9):
        client.get(reverse("places:table_csv", args=[table]))


def test_code_book_explains_every_column(client):
    header = client.get(reverse("places:table_csv", args=["projects"])).text.splitlines()[0]
    html = client.get(reverse("places:code_book")).text

    assert [name for name in header.split(",") if f'<th scope="row">{name}</th>' not in html] == []


def test_calendar_has_events_whose_day_is_known(client):
    create_event(name="A day", start="2015-12-03")
    create_event(name="A year", start="2015")
    create_event(name="A draft", start="2015-12-03", published_at=None)

    text = client.get(reverse("places:calendar")).text

    assert re.findall("SUMMARY:(.*)\r\n", text) == ["A day"]


def test_calendar_keeps_to_its_rules(client):
    event = create_event(
        name="Leading; across, boundaries\\" + "é" * 80, start="2016-08-23", end="2016-08-24", venue="A, B"
    )

    raw = client.get(reverse("places:event_calendar", args=[event.slug])).content
    lines = raw.split(b"\r\n")
    unfolded = raw.replace(b"\r\n ", b"").decode()

    assert max(map(len, lines)) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert "SUMMARY:Leading\\; across\\, boundaries\\\\" + "é" * 80 in unfolded
    assert "DTSTART;VALUE=DATE:20160823\r\nDTEND;VALUE=DATE:20160825" in unfolded
    assert f"UID:event-{event.pk}@hub.example.org" in unfolded


def test_calendar_uid_survives_a_change_and_its_sequence_grows(client):
    event = create_event(start="2016-08-23")
    address = reverse("places:event_calendar", args=[event.slug])
    before = client.get(address).text
    event.name = "Another name"
    event.save()
    after = client.get(address).text

    uid, sequence = re.compile("UID:.*"), re.compile(r"SEQUENCE:(\d+)")
    assert uid.search(before)[0] == uid.search(after)[0]
    assert int(sequence.search(before)[1]) <= int(sequence.search(after)[1])


def test_an_event_without_a_day_has_no_calendar_file(client):
    event = create_event(start="2015-12")

    assert client.get(reverse("places:event_calendar", args=[event.slug])).status_code == 404


@pytest.mark.parametrize(
    ("text", "escaped"), [("a,b;c\\d\ne", "a\\,b\\;c\\\\d\\ne"), ("a\r\nb\x00", "a\\nb")]
)
def test_calendar_text_is_escaped(text, escaped):
    assert escape(text) == escaped


def test_folding_loses_nothing():
    line = "SUMMARY:" + "naïve café – " * 30

    assert fold(line).replace("\r\n ", "") == line


def test_event_page_tells_machines_about_itself(client):
    event = create_event(name="</script><b>", start="2015-12-03", town="London")

    html = client.get(event.get_absolute_url()).text
    parts = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])["@graph"]
    graph = next(part for part in parts if part["@type"] == "Event")

    assert (graph["@type"], graph["name"], graph["startDate"]) == ("Event", "</script><b>", "2015-12-03")
    assert graph["location"]["address"] == "London"
    assert "endDate" not in graph
