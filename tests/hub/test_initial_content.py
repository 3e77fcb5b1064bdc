"""The content that the Hub opens with: complete, and as the facts have it."""

import re
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction

from articles.models import Article, Perspective
from comments.models import HubComment
from content.models import Person, StakeholderGroup
from hub.initial_content.reading import facts, public_address
from places.models import Place, Programme, Project
from publications.models import Publication

pytestmark = pytest.mark.django_db
OUR_OWN = "Hub demonstration papers"


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    """The initial content, loaded once for this module and taken out again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_initial_content", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _use_content(content):
    pass


def others_publications():
    return Publication.objects.published().exclude(series=OUR_OWN)


def core(name):
    return [row for row in facts(name) if row["core"]]


def test_six_groups_stand_in_their_order():
    names = list(StakeholderGroup.objects.values_list("name", flat=True))

    assert names == [
        "Councillors",
        "Senior managers",
        "Frontline staff",
        "Partner organisations",
        "User groups",
        "Regulators and inspectors",
    ]


def test_every_core_programme_is_there():
    assert {p.slug for p in Programme.objects.published()} == {row["id"] for row in core("programmes")}


def test_every_core_place_is_there():
    places = Place.objects.published().exclude(kind=Place.Kind.REGION)

    assert {place.slug for place in places} == {row["id"] for row in core("places")}


def test_every_core_pair_of_programme_and_place_is_a_project():
    programmes = {row["id"] for row in core("programmes")}
    pairs = {(p, row["id"]) for row in core("places") for p in row["programmes"] if p in programmes}

    found = Project.objects.published().values_list("programme__slug", "place__slug")

    assert set(found) == pairs


def test_every_verified_publication_is_there():
    titles = sorted(row["title"] for row in facts("publications") if row["verified"])

    assert sorted(p.title for p in others_publications()) == titles


def test_our_own_papers_have_files_that_readers_can_open():
    papers = Publication.objects.published().filter(series=OUR_OWN)

    assert [paper.main_file.name for paper in papers] == [paper.slug for paper in papers]
    assert [paper for paper in papers if not default_storage.exists(paper.main_file.file.name)] == []


def test_there_are_at_least_24_articles():
    assert Article.objects.published().count() >= 24


def test_one_article_makes_the_case_to_all_six_groups():
    article = Article.objects.published().get(slug="anyone-can-be-a-systems-leader")

    arguments = [view.body.count("<strong>") for view in article.perspectives.all()]

    assert len(arguments) == 6
    assert set(arguments) <= {5, 6}


def test_opinion_piece_of_the_director_names_its_source():
    article = Article.objects.published().get(kind=Article.Kind.LAST_WORD)

    assert (article.source_line, article.source_url.startswith("https://")) == ("PSE Dec/Jan 16", True)


@pytest.mark.parametrize(
    "records",
    [Programme.objects.published, Project.objects.published, others_publications],
    ids=["programmes", "projects", "publications"],
)
def test_every_record_names_its_sources(records):
    records = records()

    assert [str(record) for record in records if not record.sources.exists()] == []


def test_no_address_of_a_mirror_is_shown():
    mirrors = {row["url"] for row in facts("publications") if row["url_kind"] == "mirror"}

    shown = set(Publication.objects.values_list("landing_url", flat=True))
    shown |= {
        url
        for body in Article.objects.values_list("body", flat=True)
        for url in re.findall(r'href="([^"]+)"', body)
    }

    assert shown & mirrors == set()


def test_mirror_of_somebodys_report_has_no_public_address():
    assert public_address("A report (mirrored copy)", "https://example.org/x") == ""


def test_every_internal_link_leads_somewhere(client):
    written = [(Article, "body"), (Perspective, "body"), (Place, "description"), (Project, "tried")]
    bodies = [text for model, field in written for text in model.objects.values_list(field, flat=True)]
    links = {link for body in bodies for link in re.findall(r'href="(/[^"#]*)', body)}

    broken = [link for link in sorted(links) if client.get(link).status_code != 200]

    assert (broken, bool(links)) == ([], True)


def test_no_person_is_anyone_the_facts_do_not_name():
    known = {name for row in facts("publications") for name in row["authors"]}
    known |= {row["name"] for row in facts("people")} | {row["enabler"] for row in facts("places")}
    known |= {name for row in facts("events") for name in row["speakers"]}
    known = {name.removesuffix(" (editor)") for name in known if name}

    assert {str(person) for person in Person.objects.all()} - known == set()


def test_loading_twice_changes_nothing():
    said = StringIO()
    call_command("load_initial_content", stdout=said)

    assert "left as it is" in said.getvalue()


def test_every_demo_comment_says_that_it_is_one():
    comments = HubComment.objects.all()

    assert comments
    assert [c for c in comments if "demo" not in c.user_name.lower() or "Demo comment" not in c.comment] == []
