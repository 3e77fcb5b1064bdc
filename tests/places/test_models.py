"""What the records of place-based work refuse, and the phrases that ask for them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from places.models import Event, Place, Programme, Project
from tests.factories import (
    create_event,
    create_place,
    create_programme,
    create_project,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def test_place_refuses_a_point_outside_great_britain():
    place = create_place(latitude=-0.12, longitude=51.5)

    with pytest.raises(ValidationError, match="not lie in Great Britain"):
        place.full_clean()


def test_place_refuses_half_a_point():
    place = create_place()
    place.latitude = 51.5

    with pytest.raises(ValidationError, match="Give latitude and longitude, or neither"):
        place.full_clean()


def test_place_refuses_to_lie_within_itself():
    county = create_place()
    town = create_place(parent=county)
    county.parent = town

    with pytest.raises(ValidationError, match="cannot lie within itself"):
        county.full_clean()


@pytest.mark.parametrize("code", ["E1200000", "X12000001", "E12000001\n", "e12000001"])
def test_place_refuses_what_is_no_ons_code(code):
    with pytest.raises(ValidationError, match=r"ONS code|at most 9"):
        Place(name="Leeds", slug="leeds", gss_code=code).full_clean()


def test_two_places_without_a_code_are_welcome():
    for place in (create_place(), create_place()):
        place.gss_code = ""
        place.full_clean()
        place.save()

    assert Place.objects.filter(gss_code=None).count() == 2


def test_place_near_lists_the_nearest_first():
    leeds = create_place(name="Leeds", latitude=53.801, longitude=-1.549)
    create_place(name="York", latitude=53.96, longitude=-1.087)
    create_place(name="Wakefield", latitude=53.683, longitude=-1.499)
    create_place(name="Plymouth", latitude=50.371, longitude=-4.142)

    assert [place.name for place in Place.objects.near(leeds)] == ["Wakefield", "York"]


def test_place_without_a_point_is_near_its_region():
    leeds = create_place(name="Leeds", region="E12000003", latitude=None, longitude=None)
    create_place(name="York", region="E12000003")
    create_place(name="Plymouth", region="E12000009")

    assert [place.name for place in Place.objects.near(leeds)] == ["York"]


def test_place_alike_begins_with_the_same_programme():
    topic, programme = create_topic(), create_programme()
    here = create_project(topics=[topic], programme=programme)
    other = create_project(topics=[topic], place=create_place(name="A place elsewhere"))
    same = create_project(topics=[topic], programme=programme, place=create_place(name="Beside"))

    assert list(Place.objects.alike(here.place)) == [same.place, other.place]


def test_place_alike_works_on_the_same_topic():
    topic = create_topic()
    here, there, elsewhere = create_project(topics=[topic]), create_project(topics=[topic]), create_project()

    assert list(Place.objects.alike(here.place)) == [there.place]
    assert elsewhere.place not in Place.objects.alike(here.place)


@pytest.mark.parametrize("text", ["", "<p></p>", "<p> </p>"])
def test_project_is_not_published_while_it_hides_what_is_not_known(text):
    project = create_project(not_known=text)

    with pytest.raises(ValidationError, match="what did not work or is not known"):
        project.full_clean()


def test_project_may_stay_a_draft_without_it():
    create_project(not_known="", published_at=None).clean()


def test_project_is_shown_only_with_its_place_and_programme():
    shown = create_project()
    create_project(place=create_place(published_at=None))
    create_project(programme=create_programme(published_at=tomorrow()))
    create_project(place=create_place(removed_at=yesterday()))

    assert list(Project.objects.shown()) == [shown]


def test_programme_counts_the_places_that_are_shown():
    programme = create_programme()
    create_project(programme=programme)
    create_project(programme=programme)
    create_project(programme=programme, published_at=None)
    create_programme()

    counts = Programme.objects.with_place_counts().values_list("place_count", flat=True)
    assert sorted(counts) == [0, 2]


def test_programme_refuses_a_link_that_is_none():
    programme = create_programme(links="https://example.org/\njavascript:alert(1)")

    with pytest.raises(ValidationError, match="Line 2 is no web address"):
        programme.full_clean()


@pytest.mark.parametrize(
    ("start", "end", "coming"),
    [
        ("{today}", "", True),
        ("{year}", "", True),
        ("{month}", "", True),
        ("2015-12-03", "", False),
        ("2015", "", False),
        ("2015-12-03", "{today}", True),
    ],
    ids=["today", "some time this year", "some time this month", "a past day", "a past year", "still on"],
)
def test_event_is_coming_until_its_last_possible_day_has_passed(start, end, coming):
    today = timezone.localdate().isoformat()
    words = {"today": today, "month": today[:7], "year": today[:4]}
    event = create_event(start=start.format(**words), end=end.format(**words))

    assert (event in Event.objects.coming(), event in Event.objects.over()) == (coming, not coming)


def test_event_refuses_to_end_before_it_starts():
    with pytest.raises(ValidationError, match="end lies before the start"):
        create_event(start="2015-12-03", end="2015-12-01").full_clean()


def test_event_may_end_in_the_year_it_starts():
    create_event(start="2015-12-03", end="2015").clean()
