"""Another repository, harvested: ours plays the other one."""

from io import StringIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import CommandError, call_command

from content.fetching import FetchError
from publications.importing import BadFileError, harvest, import_rows
from publications.models import Publication
from publications.oai import answers
from tests.factories import create_groups, create_person, create_publication, create_topic, yesterday

pytestmark = pytest.mark.django_db

HEAD = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
ADDRESS = "https://other.example/oai"


@pytest.fixture
def other(client):
    """Answer as the repository of this site does; keep what was asked in `other.asked`."""

    def fetch(url, patience):
        fetch.asked.append(dict(parse_qsl(urlsplit(url).query)))
        return client.get("/oai", fetch.asked[-1]).content

    fetch.asked = []
    return fetch


def create_full():
    publication = create_publication(
        title="Systems & leadership", issued="2013-10", type="evaluation", abstract="Words.", licence="cc0",
        doi="10.1000/1", groups=create_groups()[:1], topics=[create_topic(name="trust")],
    )  # fmt: skip
    publication.creators.create(person=create_person(family_name="Tester", given_name="Ada"))
    return publication


def test_record_comes_over_whole(other):
    group = create_full().groups.get()
    rows = harvest(ADDRESS, fetch=other)
    Publication.objects.all().delete()

    outcome = import_rows(rows)

    found = Publication.objects.get()
    assert outcome.faults == []
    assert (found.title, found.issued, found.type, found.abstract, found.licence, found.doi, found.state) == (
        "Systems & leadership", "2013-10", "evaluation", "Words.", "cc0", "10.1000/1", "draft",
    )  # fmt: skip
    assert [str(each) for each in (*found.creators.all(), *found.groups.all(), *found.topics.all())] == [
        "Ada Tester", str(group), "trust",
    ]  # fmt: skip


def test_harvest_walks_every_page(other, monkeypatch):
    monkeypatch.setattr(answers, "PAGE", 2)
    titles = {create_publication().title for _ in range(5)}
    read = []

    rows = harvest(ADDRESS, fetch=other, progress=read.append)

    assert {row["title"] for _, row in rows} == titles
    assert (len(rows), read) == (5, [2, 4, 5])


def test_harvest_leaves_out_what_was_removed(other):
    create_publication(removed_at=yesterday())

    assert harvest(ADDRESS, fetch=other) == []


def test_address_narrows_the_harvest(other):
    create_publication(type="guide")
    create_publication(type="toolkit", title="The tools")

    rows = harvest(f"{ADDRESS}?set=type:toolkit&verb=Identify", fetch=other)

    assert [row["title"] for _, row in rows] == ["The tools"]
    assert other.asked == [{"set": "type:toolkit", "verb": "ListRecords", "metadataPrefix": "oai_dc"}]


def test_nothing_that_matches_is_no_fault(other):
    assert harvest(ADDRESS, fetch=other) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not XML"),
        (b"<html>", "not XML"),
        (b"\x00" * 9, "not XML"),
        (b"<html/>", "does not answer OAI-PMH"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "not XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "document type"),
        (
            f'{HEAD}<error code="badArgument">No such set</error></OAI-PMH>'.encode(),
            "badArgument: No such set",
        ),
        (f"{HEAD}<resumptionToken>again</resumptionToken></OAI-PMH>".encode(), "again and again"),
    ],
)
def test_answer_that_is_none_is_refused_with_a_reason(body, said):
    with pytest.raises(BadFileError, match=said):
        harvest(ADDRESS, fetch=lambda url, patience: body)


def test_harvest_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr("publications.importing.harvesting.MOST_PAGES", 3)
    tokens = iter(range(9))

    with pytest.raises(BadFileError, match="Narrow the address"):
        harvest(
            ADDRESS,
            fetch=lambda url, patience: (
                f"{HEAD}<resumptionToken>{next(tokens)}</resumptionToken></OAI-PMH>".encode()
            ),
        )
    assert next(tokens) == 3


@pytest.mark.parametrize("dry_run", [True, False])
def test_command_harvests_an_address(monkeypatch, other, dry_run):
    create_full()
    rows = harvest(ADDRESS, fetch=other)
    Publication.objects.all().delete()
    monkeypatch.setattr(
        "publications.management.commands.import_publications.harvest", lambda address, **options: rows
    )
    out = StringIO()

    call_command("import_publications", ADDRESS, dry_run=dry_run, stdout=out)

    assert (
        out.getvalue() == f"1 {'would be imported' if dry_run else 'imported as drafts'}, 0 there already.\n"
    )
    assert Publication.objects.count() == (0 if dry_run else 1)


def test_one_faulty_record_stops_the_harvest_and_is_named(monkeypatch):
    rows = [
        ("oai:other:1", {"title": "Good", "date": "2015"}),
        ("oai:other:2", {"title": "Bad", "date": "x"}),
    ]
    monkeypatch.setattr(
        "publications.management.commands.import_publications.harvest", lambda address, **options: rows
    )
    out = StringIO()

    with pytest.raises(CommandError, match="Nothing was imported: 1 faults"):
        call_command("import_publications", ADDRESS, stdout=out, stderr=out)
    assert "oai:other:2: issued" in out.getvalue()
    assert Publication.objects.count() == 0


def test_repository_that_does_not_answer_is_said():
    def silent(url, patience):
        raise FetchError("No answer: TimeoutError.")

    with pytest.raises(BadFileError, match="No answer"):
        harvest(ADDRESS, fetch=silent)


def test_command_never_asks_inside_a_network():
    with pytest.raises(CommandError, match="no public web address"):
        call_command("import_publications", "http://127.0.0.1:9/oai")


FRENCH = (
    f"{HEAD}<record><header><identifier>oai:other:1</identifier></header><metadata><title "
    'xmlns="http://purl.org/dc/elements/1.1/">Un rapport</title><language '
    'xmlns="http://purl.org/dc/elements/1.1/">fr</language></metadata></record></OAI-PMH>'
)


def test_record_in_another_language_is_left_out_and_named():
    left_out = []

    rows = harvest(
        ADDRESS, fetch=lambda url, patience: FRENCH.encode(), leave_out=lambda *why: left_out.append(why)
    )

    assert (rows, left_out) == ([], [("oai:other:1", "it is in “fr”, and we hold English and Welsh")])


def test_harvest_that_takes_too_long_is_ended(other):
    create_publication()

    with pytest.raises(BadFileError, match="takes longer than 0 seconds"):
        harvest(ADDRESS, fetch=other, within=0)
