"""The initial content against the facts it was made from."""

import gzip
import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from places.models import Event, Place, Programme, Project

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def facts(name):
    return json.loads((settings.BASE_DIR / "fixtures" / "facts" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def initial_content(django_db_setup, django_db_blocker):
    """The initial content, loaded once for this module and taken out again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_initial_content", verbosity=0)
        yield
        transaction.set_rollback(True)


def test_places_programmes_and_events_are_those_of_the_facts():
    core = {name: {row["id"] for row in facts(name) if row["core"]} for name in ["places", "programmes"]}
    verified = {row["id"] for row in facts("events") if row["verified"]}

    assert set(Place.objects.current().places().values_list("slug", flat=True)) == core["places"]
    assert set(Programme.objects.current().values_list("slug", flat=True)) == core["programmes"]
    assert set(Event.objects.current().values_list("slug", flat=True)) == verified


def test_counts_on_programme_pages_equal_the_facts(client):
    core = {row["id"] for row in facts("programmes") if row["core"]}
    places = [row for row in facts("places") if row["core"]]
    expected = {slug: sum(slug in row["programmes"] for row in places) for slug in core}

    shown = {slug: client.get(f"/programmes/{slug}/").context["programme"].place_count for slug in core}

    assert shown == expected


def test_counts_beside_the_filters_equal_the_facts(client):
    form = client.get("/places/").context["form"]

    for programme in form.programmes:
        page = client.get("/places/", {"programme": programme.slug}).context["page"]
        assert page.paginator.count == programme.place_count


def test_every_record_shows_its_sources(client):
    records = [
        *Place.objects.places(),
        *Programme.objects.all(),
        *Project.objects.all(),
        *Event.objects.all(),
    ]

    for record in records:
        html = client.get(record.get_absolute_url()).text
        assert record.sources.exists(), record
        assert "No source is recorded" not in html, record


def test_the_page_of_the_map_is_light(client):
    assert len(gzip.compress(client.get("/places/").content)) < 60 * 1024
