from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publications.page_text import blocks
from tests.factories import (
    create_event,
    create_file,
    create_groups,
    create_person,
    create_place,
    create_programme,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def page_address(publication, number):
    return reverse("publications:page", args=[publication.pk, publication.slug, number])


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"published_at": None}, 404),
        ({"published_at": tomorrow()}, 404),
        ({}, 200),
        ({"withdrawn_at": yesterday()}, 200),
        ({"removed_at": yesterday()}, 410),
    ],
    ids=["draft", "scheduled", "live", "withdrawn", "removed"],
)
def test_publication_its_file_and_its_pages_share_one_state(client, fields, status):
    publication = create_publication(**fields)
    file = create_file(publication=publication, texts=["Some words."])

    for address in [publication.get_absolute_url(), file.get_absolute_url(), page_address(publication, 1)]:
        assert client.get(address).status_code == status, address


def test_old_slug_moves_on_wherever_it_stands(client):
    publication = create_publication(slug="new-name")
    create_file(publication=publication, texts=["Words."])

    response = client.get(f"/publications/{publication.pk}/old-name/pages/1/")

    assert (response.status_code, response["Location"]) == (301, page_address(publication, 1))


def fill(publication, amount):
    groups = create_groups()
    for number in range(amount):
        publication.creators.create(order=number, person=create_person())
        publication.topics.add(create_topic())
        publication.programmes.add(create_programme(mark="lv"))
        publication.places.add(create_place())
        publication.events.add(create_event())
        publication.sources.create(title=f"Source {number}")
        other = create_publication(title=f"Other {number}")
        other.groups.set(groups)
    publication.groups.set(groups)


def test_publication_page_names_where_it_was_launched(client):
    publication, event = create_publication(), create_event(name="A launch in Leeds")
    publication.events.add(event, create_event(name="Not announced", published_at=None))

    html = client.get(publication.get_absolute_url()).text

    assert f'<a href="{event.get_absolute_url()}">A launch in Leeds</a>' in html
    assert "Not announced" not in html


@pytest.mark.parametrize("amount", [1, 20])
def test_publication_page_costs_the_same_however_much_it_says(client, django_assert_num_queries, amount):
    publication = create_publication()
    create_file(publication=publication, texts=["Words."])
    fill(publication, amount)

    # Itself, creators, files, all that it links to, read next, groups; two for the comment thread.
    with django_assert_num_queries(8):
        response = client.get(publication.get_absolute_url())

    assert response.text.count("/topics/") == amount


def test_page_of_text_costs_the_same_however_long_the_file(client, django_assert_num_queries):
    publication = create_publication()
    create_file(publication=publication, texts=["Words."] * 50)

    with django_assert_num_queries(5):  # the publication, its creators and files; the page; the footer
        client.get(page_address(publication, 25))


def test_page_of_text_marks_the_words_and_escapes_the_rest(client):
    publication = create_publication()
    create_file(publication=publication, texts=["<b>Trust</b> grows between organisations."])

    html = client.get(page_address(publication, 1), {"q": "trust organisation <script>"}).text

    assert "&lt;b&gt;<mark>Trust</mark>&lt;/b&gt; grows between <mark>organisations</mark>." in html


def test_page_of_text_links_to_its_page_in_the_pdf_and_to_its_neighbours(client):
    publication = create_publication()
    file = create_file(publication=publication, texts=["One.", "Two.", "Three."])

    html = client.get(page_address(publication, 2)).text

    expected = [
        f"{file.get_absolute_url()}#page=2",
        page_address(publication, 1),
        page_address(publication, 3),
    ]
    assert [address in html for address in expected] == [True] * 3


@pytest.mark.parametrize("number", ["0", "4", "99999999999999999999"])
def test_page_that_the_file_has_not_is_not_found(client, number):
    publication = create_publication()
    create_file(publication=publication, texts=["One.", "Two.", "Three."])

    assert (
        client.get(page_address(publication, 1).replace("/pages/1/", f"/pages/{number}/")).status_code == 404
    )


def test_publication_without_a_file_leads_to_its_publisher(client):
    publication = create_publication(landing_url="https://www.example.org/report")

    html = client.get(publication.get_absolute_url()).text

    assert "Go to the publisher’s page<span>www.example.org</span>" in html


@pytest.mark.parametrize(("state", "offered"), [("ok", True), ("encrypted", False), ("failed", False)])
def test_file_that_cannot_be_opened_is_not_offered(client, state, offered):
    file = create_file(state=state)

    html = client.get(file.publication.get_absolute_url()).text

    assert ("Download the PDF" in html) is offered


def test_publication_names_the_newer_one_only_when_it_is_public(client):
    older = create_publication()
    create_publication(title="The live one", supersedes=older)
    create_publication(title="The draft one", supersedes=older, published_at=None)

    html = client.get(older.get_absolute_url()).text

    assert ("The live one" in html, "The draft one" in html) == (True, False)


def test_read_next_offers_current_publications_on_the_same_subject(client):
    topic = create_topic()
    publication = create_publication(topics=[topic])
    create_publication(title="Near", topics=[topic])
    create_publication(title="Hidden", topics=[topic], withdrawn_at=timezone.now() - timedelta(days=1))

    html = client.get(publication.get_absolute_url()).text

    assert ("Near" in html, "Hidden" in html) == (True, False)


def test_words_are_marked_whatever_they_mean_in_a_pattern():
    marked = blocks("Costs (net) rose. 1 < 2", "(net) .* [a-z]+ (?:rose")

    assert marked == ["Costs (<mark>net</mark>) <mark>rose</mark>. 1 &lt; 2"]
