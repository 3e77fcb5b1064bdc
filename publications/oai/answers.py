"""OAI-PMH 2.0: other repositories' programs walk ours, changes and removals included.

https://www.openarchives.org/OAI/openarchivesprotocol.html. Records are what was ever public; a record's
datestamp is its last change, removal included; a page of records is what comes after the last one sent,
so that changes on the way move a record to the end and none is missed.
"""

from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.db.models import Min, Q
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content.addresses import full
from publications.citations import for_citing
from publications.models import Publication
from publications.oai.dublin_core import NAMESPACE as DC_NAMESPACE
from publications.oai.dublin_core import SCHEMA as DC_SCHEMA
from publications.oai.dublin_core import dublin_core
from publications.oai.elements import INSTANCE, element, new_root, request_element, stamp
from publications.oai.protocol import (
    PREFIX,
    ProtocolError,
    check_prefix,
    moment_of,
    read_arguments,
    state_of,
    token_after,
)
from publications.oai.sets import every_set, in_set, sets_of

IDENTIFIERS = "http://www.openarchives.org/OAI/2.0/oai-identifier"
PAGE = 100  # records in one answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request):
    """Answer one request. Whatever is wrong with it is said in XML, with status 200."""
    asked = request.POST if request.method == "POST" else request.GET
    root, said = new_root(), {}
    try:
        verb, arguments = read_arguments(asked)
        said = {"verb": verb} | arguments
        answer = VERBS[verb](arguments)
    except ProtocolError as error:
        if error.code in {"badVerb", "badArgument"}:
            said = {}
        answer = element("error", str(error), code=error.code)
    request_element(root, said)
    root.append(answer)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def identify(arguments):
    """Who we are and how far back our records go."""
    records = _records().aggregate(first=Min("updated"))
    host = urlsplit(settings.SITE_URL).hostname
    answer = element("Identify")
    for name, text in {
        "repositoryName": settings.SITE_NAME,
        "baseURL": full("/oai"),
        "protocolVersion": "2.0",
        "adminEmail": settings.CONTACT_EMAIL,
        "earliestDatestamp": stamp(records["first"] or timezone.now()),
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }.items():
        answer.append(element(name, text))
    location = f"{IDENTIFIERS} {IDENTIFIERS}.xsd"
    scheme = element("oai-identifier", xmlns=IDENTIFIERS, **{"xsi:schemaLocation": location})
    sample = f"oai:{host}:publication/1"
    for name, text in zip(
        ["scheme", "repositoryIdentifier", "delimiter", "sampleIdentifier"],
        ["oai", host, ":", sample],
        strict=True,
    ):
        scheme.append(element(name, text))
    answer.append(element("description", children=[scheme]))
    return answer


def list_metadata_formats(arguments):
    if "identifier" in arguments:
        _find(arguments["identifier"])
    parts = {"metadataPrefix": PREFIX, "schema": DC_SCHEMA, "metadataNamespace": DC_NAMESPACE}
    each = element("metadataFormat", children=[element(name, text) for name, text in parts.items()])
    return element("ListMetadataFormats", children=[each])


def list_sets(arguments):
    if "resumptionToken" in arguments:
        raise ProtocolError("badResumptionToken", "The list of sets comes whole.")
    sets = [
        element("set", children=[element("setSpec", spec), element("setName", name)])
        for spec, name in every_set()
    ]
    return element("ListSets", children=sets)


def get_record(arguments):
    check_prefix(arguments["metadataPrefix"])
    return element("GetRecord", children=[_record(_find(arguments["identifier"]))])


def list_records(arguments):
    return _list("ListRecords", arguments, _record)


def list_identifiers(arguments):
    return _list("ListIdentifiers", arguments, _header)


def _list(verb, arguments, show):
    """Return a page of records or headers, and the token that the next one is asked for with."""
    state = state_of(arguments["resumptionToken"], verb) if "resumptionToken" in arguments else arguments
    check_prefix(state["metadataPrefix"])
    wanted = _wanted(state)
    rest = wanted
    if "after" in state:
        moment, pk = datetime.fromisoformat(state["after"][0]), state["after"][1]
        rest = wanted.filter(Q(updated__gt=moment) | Q(updated=moment, pk__gt=pk))
    page = list(for_citing(rest).order_by("updated", "pk")[: PAGE + 1])
    if not page and "after" not in state:
        raise ProtocolError("noRecordsMatch", "No record matches.")
    answer = element(verb, children=[show(publication) for publication in page[:PAGE]])
    sent = state.get("cursor", 0)
    if len(page) > PAGE or sent:
        token = token_after(state, verb, page[PAGE - 1], sent + PAGE) if len(page) > PAGE else ""
        size = max(wanted.count(), sent + len(page[:PAGE]))
        answer.append(element("resumptionToken", token, completeListSize=str(size), cursor=str(sent)))
    return answer


def _wanted(state):
    """Return the records between two dates (both included) and in a set; raise ProtocolError."""
    records = _records()
    low, high = (moment_of(state[name]) if name in state else None for name in ("from", "until"))
    if low and high and (low[1] != high[1] or low[0] > high[0]):
        raise ProtocolError("badArgument", "from and until need the same precision, from first.")
    if low:
        records = records.filter(updated__gte=low[0])
    if high:
        records = records.filter(updated__lt=high[0] + high[1])
    return in_set(records, state["set"]) if "set" in state else records


def _records():
    return Publication.objects.ever_public().with_updated()


def _find(identifier):
    """Return the publication of an identifier; raise ProtocolError."""
    start = _identifier("")
    number = identifier.removeprefix(start)
    if identifier.startswith(start) and number.isascii() and number.isdigit() and len(number) < 16:
        found = for_citing(_records()).filter(pk=int(number)).first()
        if found:
            return found
    raise ProtocolError("idDoesNotExist", "There is no such record.")


def _identifier(pk):
    return f"oai:{urlsplit(settings.SITE_URL).hostname}:publication/{pk}"


def _header(publication):
    status = {"status": "deleted"} if publication.state == "removed" else {}
    header = element("header", **status)
    header.append(element("identifier", _identifier(publication.pk)))
    header.append(element("datestamp", stamp(publication.updated)))
    for spec in sets_of(publication):
        header.append(element("setSpec", spec))
    return header


def _record(publication):
    record = element("record", children=[_header(publication)])
    if publication.state != "removed":
        location = f"{DC_NAMESPACE} {DC_SCHEMA}"
        names = {"xmlns:oai_dc": DC_NAMESPACE, "xmlns:dc": "http://purl.org/dc/elements/1.1/"}
        core = element("oai_dc:dc", **names, **{"xmlns:xsi": INSTANCE, "xsi:schemaLocation": location})
        for name, value in dublin_core(publication):
            core.append(element(f"dc:{name}", value))
        record.append(element("metadata", children=[core]))
    return record


VERBS = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "GetRecord": get_record,
    "ListIdentifiers": list_identifiers,
    "ListRecords": list_records,
}
