"""The one rule, in every output: what lists offer is live, what stays readable is live or withdrawn."""

import io

import pytest
from django.core.management import call_command

from articles.models import ReadFirst, Series
from publications.models import Creator
from tests.factories import (
    NOT_LISTED,
    create_article,
    create_comment,
    create_groups,
    create_organisation,
    create_person,
    create_publication,
    create_topic,
    yesterday,
)

pytestmark = pytest.mark.django_db
STATES = {"live": {}} | NOT_LISTED
OFFERED, READABLE = {"live"}, {"live", "withdrawn"}
ANSWERS = {"live": 200, "draft": 404, "scheduled": 404, "withdrawn": 200, "removed": 410}


@pytest.fixture
def items(catch_up, no_limits):
    """Make an article and a publication in each state, tagged alike, with “quokka-STATE” as their slug."""
    groups, topic = create_groups(), create_topic(slug="trust")
    person, publisher = create_person(slug="ada"), create_organisation(slug="press")
    series = Series.objects.create(title="S", slug="begin-here", summary="S", published_at=yesterday())
    made = {}
    for state, dates in STATES.items():
        fields = {"title": f"Quokka {state}", "slug": f"quokka-{state}", "groups": groups, "topics": [topic]}
        article = create_article(**fields | dates)
        article.authorships.create(person=person)
        publication = create_publication(publisher=publisher, **fields | dates)
        Creator.objects.create(publication=publication, person=person)
        create_comment(article, group=groups[0], comment=f"Said below quokka-{state}.")
        made[state] = article, publication
        ReadFirst.objects.create(group=groups[0], article=article)
        series.items.create(article=article)
    catch_up()
    return made


def told(text):
    """Return the states of which an output tells an item."""
    return {state for state in STATES if f"quokka-{state}" in text}


@pytest.mark.parametrize("number", [0, 1], ids=["article", "publication"])
def test_page_answers_by_the_state(client, items, number):
    said = {state: client.get(made[number].get_absolute_url()).status_code for state, made in items.items()}

    assert said == ANSWERS


@pytest.mark.parametrize("suffix", ["bib", "ris", "json"])
def test_citation_is_there_while_the_page_is(client, items, suffix):
    addresses = {state: made[1].get_absolute_url().rstrip("/") for state, made in items.items()}

    readable = {
        state for state, address in addresses.items() if client.get(f"{address}.{suffix}").status_code == 200
    }

    assert readable == READABLE


@pytest.mark.parametrize(
    ("address", "expected"),
    {
        "/": OFFERED,
        "/news/": OFFERED,
        "/news/?topic=trust": OFFERED,
        "/publications/": OFFERED,
        "/publications/?topic=trust": OFFERED,
        "/for/councillors/": OFFERED,
        "/for/councillors/trust/": OFFERED,
        "/years/2015/": OFFERED,
        "/people/ada/comments/": OFFERED,
        "/topics/trust/": OFFERED,
        "/people/ada/": OFFERED,
        "/organisations/press/": OFFERED,
        "/feed/": OFFERED,
        "/news/feed/": OFFERED,
        "/publications/feed/": OFFERED,
        "/for/councillors/feed/": OFFERED,
        "/for/councillors/trust/feed/": OFFERED,
        "/search/feed/?q=quokka": OFFERED,
        "/series/begin-here/": OFFERED,
        "/series/begin-here/feed/": OFFERED,
        "/years/2015/feed/": OFFERED,
        "/people/ada/comments/feed/": OFFERED,
        "/topics/trust/feed/": OFFERED,
        "/people/ada/feed/": OFFERED,
        "/organisations/press/feed/": OFFERED,
        "/sitemap.xml": OFFERED,
        "/search/?q=quokka": OFFERED,
        "/search/suggest/?q=quok": OFFERED,
        "/api/v1/articles/": OFFERED,
        "/api/v1/publications/": OFFERED,
        "/api/v1/search/?q=quokka": OFFERED,
        "/publications/export.bib": OFFERED,
        "/publications/export.ris": OFFERED,
        "/publications/export.json": OFFERED,
        "/publications/export.csv": OFFERED,
        "/publications/export.txt": OFFERED,
        "/oai?verb=ListRecords&metadataPrefix=oai_dc": READABLE,
        "/api/v1/comments/": READABLE,
        "/comments/feed/": READABLE,
    }.items(),
)
def test_output_tells_by_the_state(client, items, address, expected):
    response = client.get(address)

    assert (response.status_code, told(response.content.decode())) == (200, expected)


def test_catalogues_are_told_of_removal(client, items):
    text = client.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").content.decode()

    assert (text.count("<header"), text.count('status="deleted"')) == (3, 1)


def test_searches_count_what_they_offer(client, items):
    assert client.get("/api/v1/search/?q=quokka").json()["total"] == 2
    assert "1 publication<" in client.get("/publications/").content.decode()


@pytest.mark.parametrize("kind", ["articles", "publications"])
def test_dump_tells_what_lists_offer(items, tmp_path, kind):
    call_command("dump_data", str(tmp_path / "data"), stdout=io.StringIO())

    for suffix in ["json", "csv"]:
        assert told((tmp_path / "data" / f"{kind}.{suffix}").read_text()) == OFFERED


def test_static_copy_tells_what_lists_offer(items, tmp_path):
    call_command("export_static", str(tmp_path / "copy"), stdout=io.StringIO())
    files = [path for path in (tmp_path / "copy").rglob("*") if path.suffix in {".html", ".xml", ".bib"}]
    of_comments = tmp_path / "copy" / "comments"

    assert told("\n".join(map(str, files))) == OFFERED
    for path in files:
        if of_comments not in path.parents:
            assert told(path.read_text()) <= OFFERED, path
