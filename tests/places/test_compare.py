"""Projects side by side, and timelines."""

import pytest

from places.timeline import WIDTH, of_projects
from places.views.projects import MOST_OFFERED
from tests.factories import create_event, create_place, create_programme, create_project

pytestmark = pytest.mark.django_db

COMPARE = "/projects/compare/"


def test_compare_shows_what_was_chosen_side_by_side(client):
    first, second = create_project(issue="Loneliness"), create_project(issue="Food")
    create_project(issue="Housing")

    html = client.get(COMPARE, {"project": [first.slug, second.slug]}).text

    assert html.count("<section") == 2
    assert ("Loneliness" in html, "Food" in html, "Housing" in html) == (True, True, False)


def test_compare_stops_at_four(client):
    slugs = [create_project().slug for _ in range(6)]

    assert client.get(COMPARE, {"project": slugs}).text.count("<section") == 4


def test_compare_leaves_out_what_may_not_be_read(client):
    shown, hidden = create_project(), create_project(published_at=None)

    response = client.get(COMPARE, {"project": [shown.slug, hidden.slug, "no-such", "\x00"]})

    assert list(response.context["projects"]) == [shown]


def test_compare_finds_others_by_the_words_of_place_title_and_issue(client):
    chosen = create_project(title="Food and falls")
    leeds = create_project(place=create_place(name="Leeds"), title="Food at home")
    york = create_project(place=create_place(name="York"), issue="food")
    create_project(title="Housing")

    for words, found in [("FOOD", [leeds, york]), ("food leeds", [leeds]), ("nothing like it", [])]:
        response = client.get(COMPARE, {"project": chosen.slug, "q": words})
        assert list(response.context["others"]) == found


def test_compare_offers_no_more_than_can_be_read(client):
    programme = create_programme()
    for _ in range(MOST_OFFERED + 2):
        create_project(programme=programme)

    html = client.get(COMPARE).text

    assert html.count('type="checkbox" name="project"') == MOST_OFFERED
    assert f"These are the first {MOST_OFFERED}" in html


@pytest.mark.parametrize("words", ["\x00", "%_\\'", "x" * 100_000, "many words " * 10_000])
def test_compare_bears_any_words(client, words):
    create_project()

    assert client.get(COMPARE, {"q": words}).status_code == 200


def test_compare_costs_the_same_for_four_as_for_two(client, django_assert_max_num_queries):
    slugs = [create_project().slug for _ in range(4)]

    with django_assert_max_num_queries(8):
        client.get(COMPARE, {"project": slugs})


def test_timeline_goes_by_time_and_says_what_has_no_date():
    projects = [
        create_project(title=title, start=start) for title, start in [("B", "2015"), ("A", "2013-11")]
    ]
    projects.append(create_project(title="C"))

    timeline = of_projects(projects)

    assert [entry.title for entry in timeline.entries] == ["A", "B"]
    assert [entry.title for entry in timeline.undated] == ["C"]
    assert all(0 <= entry.x <= entry.x + entry.width <= WIDTH + 6 for entry in timeline.entries)


def test_timeline_is_drawn_and_listed_alike(client):
    programme = create_programme(start="2013", end="2017")
    create_event(programme=programme, name="The launch", start="2014-02-01")

    html = client.get(programme.get_absolute_url()).text

    assert 'aria-label="Timeline' in html
    assert "2013 to 2017" in html
    assert "1 February 2014" in html
