"""OAI-PMH, asked as harvesters ask and walked by one."""

import os
from datetime import UTC, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from lxml import etree
from sickle import Sickle
from sickle.models import Record
from sickle.response import OAIResponse

from publications.models import Publication
from publications.oai import answers
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

pytestmark = pytest.mark.django_db


XML_LANG = """<schema xmlns="http://www.w3.org/2001/XMLSchema"
    targetNamespace="http://www.w3.org/XML/1998/namespace"><attribute name="lang"/></schema>"""


class NextDoor(etree.Resolver):
    """Finds what a schema imports in its own folder, and never on the web."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def resolve(self, address, public_id, context):
        name = address.rpartition("/")[2]
        if name == "xml.xsd":
            return self.resolve_string(XML_LANG, context)
        return self.resolve_filename(str(self.folder / name), context)


def schemas_in(folder):
    """Return the schemas OAI-PMH.xsd and oai_dc.xsd of a folder, or (None, None) without one."""
    if not folder:
        return None, None
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(NextDoor(folder))
    paths = [Path(folder, name) for name in ("OAI-PMH.xsd", "oai_dc.xsd")]
    return [etree.XMLSchema(etree.parse(path, parser)) for path in paths]


NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
}
HERE = Path(__file__).parent
OURS = etree.RelaxNG(file=HERE / "oai_pmh.rng")
# The schemas of the Open Archives Initiative are not ours to hand on. Who has them (the source packages
# of pyoai and core-oaipmh-provider-app hold them) sets OAI_SCHEMAS to their folder.
THEIRS, THEIR_DC = schemas_in(os.environ.get("OAI_SCHEMAS"))

TOKEN = ".//o:resumptionToken"
LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
GET = {"verb": "GetRecord", "metadataPrefix": "oai_dc"}


def ask(client, **arguments):
    response = client.get("/oai", {name.rstrip("_"): value for name, value in arguments.items()})
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    return valid(response.content)


def valid(body):
    """Return the root of an answer after holding it against the schemas."""
    root = etree.fromstring(body)
    OURS.assertValid(root)
    if THEIRS:
        THEIRS.assertValid(root)
        for core in root.iterfind(".//oai_dc:dc", NAMES):
            THEIR_DC.assertValid(core)
    return root


def texts(root, path):
    return [element.text for element in root.iterfind(f".//{path}", NAMES)]


def error(root):
    return root.find("o:error", NAMES).get("code")


def identifier(publication):
    return f"oai:hub.example.org:publication/{publication.pk}"


def set_clock(publication, moment):
    Publication.objects.filter(pk=publication.pk).update(
        changed_at=moment, published_at=moment - timedelta(days=1)
    )


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


class Harvester(Sickle):
    """Sickle, a public harvester, through Django's test client."""

    def __init__(self, client, between=lambda page: None):
        super().__init__("http://hub.example.org/oai")
        self.client, self.between, self.pages = client, between, 0

    def harvest(self, **arguments):
        self.pages += 1
        self.between(self.pages)
        response = self.client.get("/oai", arguments)
        valid(response.content)
        response.text, response.url = response.content.decode(), ""
        return OAIResponse(response, arguments)


def harvest(client, between=lambda page: None, **arguments):
    """Return {identifier: title, or None when deleted} as a harvester ends that keeps the last word."""
    kept = {}
    for record in Harvester(client, between).ListRecords(metadataPrefix="oai_dc", **arguments):
        assert isinstance(record, Record)
        kept[record.header.identifier] = None if record.header.deleted else record.metadata["title"][0]
    return kept


def database(**chosen):
    return {
        identifier(each): None if each.state == "removed" else each.title
        for each in Publication.objects.ever_public().filter(**chosen)
    }


@pytest.mark.parametrize("by", ["all", "set", "date"])
def test_a_harvester_ends_with_the_state_of_the_database(client, monkeypatch, by):
    monkeypatch.setattr(answers, "PAGE", 5)
    everything = [create_publication() for _ in range(18)]
    create_publication(removed_at=yesterday())
    set_clock(create_publication(type="guide"), timezone.now() - timedelta(days=9))
    day = timezone.now().astimezone(UTC) - timedelta(days=1)
    arguments, chosen = {
        "all": ({}, {}),
        "set": ({"set": "type:report"}, {"type": "report"}),
        "date": ({"from": f"{day:%Y-%m-%d}"}, {"changed_at__gte": day}),
    }[by]

    def change_things(page):
        if page == 3:
            Publication.objects.filter(pk=everything[1].pk).update(title="Edited, sent before")
            Publication.objects.filter(pk=everything[16].pk).update(title="Edited, not yet sent")
            Publication.objects.filter(pk=everything[2].pk).update(removed_at=timezone.now())
            Publication.objects.filter(pk=everything[17].pk).update(removed_at=timezone.now())
            create_publication(title="New")

    kept = harvest(client, change_things, **arguments)

    assert (kept, len(kept)) == (database(**chosen), 21 if by == "all" else 20)


def test_a_second_harvest_by_date_and_set_brings_what_changed(client):
    old = create_publication(type="guide")
    set_clock(old, timezone.now() - timedelta(days=20))
    changed, removed = create_publication(type="guide"), create_publication(type="guide")
    set_clock(changed, timezone.now() - timedelta(days=20))
    create_publication(type="report")
    kept = harvest(client, set="type:guide")
    since = f"{timezone.now().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    Publication.objects.filter(pk=changed.pk).update(title="Changed")
    Publication.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    news = harvest(client, set="type:guide", **{"from": since})

    assert identifier(old) not in news
    assert kept | news == {key: title for key, title in database().items() if key in kept}


def test_tokens_are_repeatable_and_say_how_far_they_are(client, monkeypatch):
    monkeypatch.setattr(answers, "PAGE", 2)
    for _ in range(5):
        create_publication()

    first = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = first.find(TOKEN, NAMES)
    again = [
        texts(ask(client, verb="ListIdentifiers", resumptionToken=token.text), "o:identifier")
        for _ in range(2)
    ]
    second = ask(client, verb="ListIdentifiers", resumptionToken=token.text).find(
        ".//o:resumptionToken", NAMES
    )
    third = ask(client, verb="ListIdentifiers", resumptionToken=second.text)
    last = third.find(TOKEN, NAMES)

    assert (token.get("completeListSize"), token.get("cursor")) == ("5", "0")
    assert again[0] == again[1]
    assert (last.text, last.get("cursor")) == (None, "4")
    assert error(ask(client, verb="ListRecords", resumptionToken=token.text)) == "badResumptionToken"


def test_answers_are_not_kept_by_parameters_that_pages_know():
    from hub.page_cache import key_of  # noqa: PLC0415 - only this test needs it

    query = urlsplit("http://hub.example.org/oai?verb=Identify").query
    environ = {
        "PATH_INFO": "/oai",
        "QUERY_STRING": query,
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": "hub.example.org",
    }

    assert parse_qs(query) == {"verb": ["Identify"]}
    assert key_of(environ | {"wsgi.url_scheme": "http"}) is None
