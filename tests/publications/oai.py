"""OAI-PMH asked as harvesters ask, every answer held against the schemas; and a public harvester."""

import os
from datetime import timedelta
from pathlib import Path

from lxml import etree
from sickle import Sickle
from sickle.models import Record
from sickle.response import OAIResponse

from publications.models import Publication

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
