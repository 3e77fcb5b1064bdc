"""The list of events, and the page of one."""

import pytest
from django.urls import reverse

from tests.factories import create_event, create_person, create_publication

pytestmark = pytest.mark.django_db


def test_event_list_parts_what_comes_from_what_has_been(client):
    create_event(name="Long ago", start="2015")
    create_event(name="To come", start="2999")

    html = client.get(reverse("places:event_list")).text.partition("<main")[2]

    assert html.index("To come") < html.index("What has been") < html.index("Long ago")


def test_event_page_names_who_spoke(client):
    event = create_event()
    event.speakers.add(create_person(given_name="Ada", family_name="Lovelace", role="Director"))

    html = client.get(event.get_absolute_url()).text

    assert "Ada Lovelace" in html
    assert "Director" in html


@pytest.mark.parametrize("amount", [1, 5])
def test_event_page_shows_what_was_launched_in_three_queries(client, django_assert_num_queries, amount):
    event = create_event()
    for number in range(amount):
        event.publications.add(create_publication(title=f"Report {number}"))
    event.publications.add(create_publication(title="Still a draft", published_at=None))

    with django_assert_num_queries(3):  # itself, all that hangs on it, the footer's groups
        html = client.get(event.get_absolute_url()).text

    assert (html.count("Report "), "Still a draft" in html) == (amount, False)


def test_event_page_says_nothing_of_a_speaker_whose_role_is_not_known(client):
    event = create_event()
    event.speakers.add(create_person(given_name="Ada", family_name="Lovelace", role="", organisation=None))

    assert ">Ada Lovelace</a><span></span>" in client.get(event.get_absolute_url()).text
