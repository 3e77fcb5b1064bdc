"""The map, the list and the pages of places, programmes, projects and events."""

import re

import pytest

from tests.factories import (
    create_event,
    create_groups,
    create_outcome,
    create_place,
    create_programme,
    create_project,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db

LIST = "/places/"


def names(response):
    """Return the names of the places in the list beside the map."""
    return [place.name for place in response.context["page"]]


@pytest.mark.parametrize("kind", [create_place, create_programme, create_project, create_event])
@pytest.mark.parametrize(
    ("dates", "status_code"),
    [
        ({"published_at": None}, 404),
        ({"published_at": "tomorrow"}, 404),
        ({}, 200),
        ({"withdrawn_at": "yesterday"}, 200),
    ],
    ids=["draft", "scheduled", "live", "withdrawn"],
)
def test_page_shows_what_may_be_read(client, kind, dates, status_code):
    days = {"tomorrow": tomorrow(), "yesterday": yesterday()}
    item = kind(**{name: days.get(day) for name, day in dates.items()})

    assert client.get(item.get_absolute_url()).status_code == status_code


@pytest.mark.parametrize("kind", [create_place, create_programme])
def test_withdrawn_record_says_so(client, kind):
    record = kind(withdrawn_at=yesterday())

    assert "This record was withdrawn" in client.get(record.get_absolute_url()).text


def test_place_list_goes_from_north_to_south(client):
    create_place(name="Plymouth", region="E12000009")
    create_place(name="Wakefield", region="E12000003")
    create_place(name="Barnsley", region="E12000003")
    create_place(name="South West", region="E12000009", kind="region")

    assert names(client.get(LIST)) == ["Barnsley", "Wakefield", "Plymouth"]


def test_place_list_counts_places_without_a_point(client):
    create_place()
    create_place(latitude=53.8, longitude=-1.5)

    assert "2 places" in client.get(LIST).text


def test_place_list_hides_drafts_from_map_and_list(client):
    create_place(name="Secret", slug="secret", published_at=None, latitude=53.8, longitude=-1.5)

    assert "Secret" not in client.get(LIST).text


def test_map_marks_a_place_with_its_programmes(client):
    place = create_place(name="Leeds", latitude=53.8, longitude=-1.549)
    for mark, name in [("ip", "Integration Pioneers"), ("lv", "Local Vision")]:
        create_project(place=place, programme=create_programme(mark=mark, short_name=name))

    assert "<title>Leeds: Integration Pioneers and Local Vision</title>" in client.get(LIST).text


def test_map_makes_one_marker_of_places_close_together(client):
    create_place(name="Leeds", latitude=53.8, longitude=-1.549)
    create_place(name="Wakefield", latitude=53.683, longitude=-1.499)

    html = client.get(LIST).text

    assert "Leeds and 1 more place near it: zoom in" in html


def test_a_cluster_leads_to_a_map_on_which_its_places_stand_apart(client):
    create_place(name="Leeds", latitude=53.8, longitude=-1.549)
    create_place(name="Wakefield", latitude=53.683, longitude=-1.499)
    create_place(name="Plymouth", latitude=50.371, longitude=-4.142)

    address = re.search(r'class="pin clus [^"]*" href="([^"]+)"', client.get(LIST).text)[1]
    response = client.get(LIST + address)

    assert names(response) == ["Leeds", "Wakefield"]
    assert response.text.count('class="pin t') == 2


def test_place_list_is_narrowed_by_region(client):
    create_place(name="Leeds", region="E12000003")
    create_place(name="Camden", region="E12000007")

    assert names(client.get(LIST, {"region": "london"})) == ["Camden"]


def test_place_list_is_narrowed_by_one_project_that_meets_every_choice(client):
    programme, topic, group = create_programme(), create_topic(), create_groups()[0]
    fits = create_project(programme=programme, topics=[topic], groups=[group], status="running")
    half = create_project(programme=programme, status="running")
    create_project(place=half.place, topics=[topic], groups=[group])
    choices = {"programme": programme.slug, "topic": topic.slug, "for": group.slug, "status": "running"}

    assert names(client.get(LIST, choices)) == [fits.place.name]


def test_place_list_takes_several_programmes(client):
    first, second = create_project(), create_project()
    create_project()
    choices = {"programme": [first.programme.slug, second.programme.slug]}

    assert set(names(client.get(LIST, choices))) == {first.place.name, second.place.name}


def test_place_list_keeps_what_was_chosen_in_the_form(client):
    project = create_project()

    html = client.get(LIST, {"programme": project.programme.slug, "region": "london"}).text

    assert f'value="{project.programme.slug}" checked' in html
    assert '<option value="london" selected>' in html


@pytest.mark.parametrize("name", ["programme", "topic", "region", "status", "for", "box"])
@pytest.mark.parametrize("value", ["no-such-thing", "\x00", "9" * 1000, "1,2,3,4", "nan,nan,nan,nan", "<b>"])
def test_place_list_says_what_it_does_not_know_and_leaves_it_out(client, name, value):
    create_place(name="Leeds")

    response = client.get(LIST, {name: value})

    assert "Part of this address means nothing to us" in response.text
    assert names(response) == ["Leeds"]


def test_place_list_says_when_nothing_fits(client):
    create_place(region="E12000007")

    assert "No place in our record fits all of that" in client.get(LIST, {"region": "wales"}).text


def test_place_page_names_what_is_not_known(client):
    html = client.get(create_place(region="").get_absolute_url()).text

    for words in ["Not known", "No project of this place is in our record", "No source is recorded"]:
        assert words in html


def test_place_page_shows_what_lies_within_and_near(client):
    county = create_place(name="Devon", latitude=50.7, longitude=-3.5)
    create_place(name="Exeter", parent=county, latitude=50.72, longitude=-3.53)
    create_place(name="Torquay", latitude=50.46, longitude=-3.52)

    related = client.get(county.get_absolute_url()).context["related"]

    assert [row.title for row in related["within"]] == ["Exeter"]
    assert {row.title for row in related["near"]} == {"Exeter", "Torquay"}


def test_project_page_shows_outcomes_with_the_step_of_their_evidence(client):
    outcome = create_outcome(claim="Fewer falls", evidence=4, source_title="An evaluation")

    html = client.get(outcome.project.get_absolute_url()).text

    assert "Fewer falls" in html
    assert "compared, step 4 of 5" in html


def test_project_page_says_that_no_outcome_is_known(client):
    assert "No outcome with a source is in our record" in client.get(create_project().get_absolute_url()).text


def test_project_page_does_not_show_the_mailbox(client):
    project = create_project(contact_email="role@example.org")

    assert "role@example.org" not in client.get(project.get_absolute_url()).text


def test_programme_page_lists_its_places_by_wave(client):
    programme = create_programme()
    for wave, place in [("wave 2", "Leeds"), ("wave 1", "York"), ("wave 1", "Barnsley")]:
        create_project(programme=programme, wave=wave, place=create_place(name=place))

    html = client.get(programme.get_absolute_url()).text

    positions = [html.index(words) for words in ["Wave 1", ">Barnsley<", ">York<", "Wave 2", ">Leeds<"]]
    assert positions == sorted(positions)


def test_programme_page_shows_its_sources(client):
    programme = create_programme()
    programme.sources.create(title="Hansard", url="https://hansard.example/", seen_on="2026-11-20")

    html = client.get(programme.get_absolute_url()).text

    assert '<a href="https://hansard.example/">Hansard</a>, seen 20 November 2026' in html
