"""OAI-PMH, asked as harvesters ask."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone
from lxml import etree

from hub.page_cache import key_of
from publications.models import Publication
from tests.factories import (
    create_file,
    create_groups,
    create_person,
    create_programme,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)
from tests.publications.oai import GET, LIST, ask, error, identifier, set_clock, texts, valid

pytestmark = pytest.mark.django_db


def test_identify_says_who_we_are(client):
    publication = create_publication(removed_at=yesterday())
    set_clock(publication, timezone.now() - timedelta(days=30))

    root = ask(client, verb="Identify")

    earliest = Publication.objects.with_updated().get().updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert texts(root, "o:baseURL") == ["http://hub.example.org/oai"]
    assert texts(root, "o:protocolVersion") == ["2.0"]
    assert texts(root, "o:earliestDatestamp") == [earliest]
    assert [etree.QName(child).localname for child in root[2]][:7] == [
        "repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord",
        "granularity",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Nonsense"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "x": "1"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2015"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2015-02-30"}, "badArgument"),
        (LIST | {"from": "2016-01-01", "until": "2015-01-01"}, "badArgument"),
        (LIST | {"from": "2015-01-01", "until": "2015-01-01T00:00:00Z"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "1990-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "type:\x00"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "colour:red"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "no prefix"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "forged"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        (GET | {"identifier": "oai:hub.example.org:publication/999"}, "idDoesNotExist"),
        (GET | {"identifier": "\x00" * 9}, "badArgument"),
        (GET | {"identifier": 'oai:"other" 1'}, "badArgument"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:other:1"}, "idDoesNotExist"),
    ],
)  # fmt: skip
def test_errors_are_those_of_the_protocol(client, arguments, code):
    create_publication()

    root = valid(client.get("/oai", arguments).content)

    assert error(root) == code
    assert bool(root[1].attrib) is (code not in {"badVerb", "badArgument"})


def test_record_is_dublin_core(client):
    publication = create_publication(
        title="Systems\x0b leadership", subtitle="A study", abstract="Short & <long>.", issued="2013-10",
        groups=create_groups()[:1], topics=[create_topic(name="trust")], doi="10.1000/1", licence="cc0",
    )  # fmt: skip
    publication.creators.create(person=create_person(family_name="Ghate", given_name="Deborah"))
    publication.programmes.add(create_programme(slug="local-vision"))
    file = create_file(publication=publication)

    root = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier(publication))

    assert texts(root, "dc:title") == ["Systems leadership: A study"]
    assert texts(root, "dc:creator") == ["Ghate, Deborah"]
    assert texts(root, "dc:subject") == ["trust", "Councillors"]
    assert texts(root, "dc:description") == ["Short & <long>."]
    assert texts(root, "dc:date") == ["2013-10"]
    assert texts(root, "dc:identifier") == [
        f"http://hub.example.org{publication.get_absolute_url()}",
        f"http://hub.example.org{file.get_absolute_url()}",
        "https://doi.org/10.1000/1",
    ]
    assert texts(root, "dc:relation") == ["http://hub.example.org/programmes/local-vision/"]
    assert texts(root, "dc:rights") == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert texts(root, "o:setSpec") == ["type:report", "programme:local-vision", "audience:councillors"]


def test_sets_are_listed_and_choose(client):
    groups = create_groups()
    guide = create_publication(type="guide", groups=groups[:2])
    create_publication(type="report")

    listed = texts(ask(client, verb="ListSets"), "o:setSpec")

    assert {"type", "type:guide", "audience:councillors"} <= set(listed)
    for spec in ("type:guide", "audience", "audience:senior-managers"):
        root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set=spec)
        assert texts(root, "o:identifier") == [identifier(guide)]


def test_drafts_and_scheduled_items_are_no_records(client):
    create_publication(published_at=None)
    create_publication(published_at=tomorrow())

    assert error(ask(client, verb="ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"


def test_a_removal_that_was_scheduled_has_its_own_date(client):
    removed = timezone.now() - timedelta(minutes=5)
    publication = create_publication()
    set_clock(publication, timezone.now() - timedelta(days=9))
    Publication.objects.filter(pk=publication.pk).update(
        removed_at=removed, changed_at=removed - timedelta(days=5)
    )

    root = ask(
        client,
        verb="ListRecords",
        metadataPrefix="oai_dc",
        from_=f"{removed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )

    assert texts(root, "o:identifier") == [identifier(publication)]


def test_dates_include_both_ends(client):
    moment = timezone.now().replace(microsecond=500) - timedelta(days=3)
    publication = create_publication()
    set_clock(publication, moment)
    second, day = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", f"{moment.astimezone(UTC):%Y-%m-%d}"

    for stamp in (second, day):
        root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", from_=stamp, until=stamp)
        assert texts(root, "o:identifier") == [identifier(publication)]


def test_requests_may_be_posted(client):
    assert valid(client.post("/oai", {"verb": "Identify"}).content)[2].tag.endswith("Identify")


def test_answers_are_not_kept_by_parameters_that_pages_know():
    environ = {"PATH_INFO": "/oai", "QUERY_STRING": "verb=Identify", "REQUEST_METHOD": "GET"}

    assert key_of(environ | {"HTTP_HOST": "hub.example.org", "wsgi.url_scheme": "http"}) is None
