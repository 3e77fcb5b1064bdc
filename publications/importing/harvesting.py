"""From another repository's OAI-PMH to rows, as the readers of files make them.

https://www.openarchives.org/OAI/openarchivesprotocol.html, records as unqualified Dublin Core.
"""

import re
import time
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

from content.fetching import FetchError, fetch
from content.models import StakeholderGroup
from publications.citations import LICENCES
from publications.importing.reading import BadFileError
from publications.importing.writing import language_of
from publications.models import Publication

MOST_PAGES, MOST_RECORDS = 100, 10_000
MOST_SECONDS = 600
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
HELD = dict(Publication._meta.get_field("language").choices)
NARROWING = {"set", "from", "until"}
DOI = re.compile(r"\b10\.\d{4,9}/\S+")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(?![\d-])")


def harvest(
    address,
    *,
    fetch=fetch,
    within=MOST_SECONDS,
    progress=lambda records: None,
    leave_out=lambda where, why: None,
):
    """Return the rows of a repository's records; raise BadFileError with what is wrong.

    The address may narrow the harvest: `https://other.example/oai?set=reports&from=2015-01-01`. It takes
    `within` seconds at most. Records in languages that the Hub does not hold are told to `leave_out`.
    """
    deadline = time.monotonic() + within
    parts = urlsplit(address)
    base = parts._replace(query="", fragment="").geturl()
    asked = {name: value for name, value in parse_qsl(parts.query) if name not in {"verb", "resumptionToken"}}
    asked |= {"verb": "ListRecords"}
    token, rows, seen = "", [], set()
    rest = {name: value for name, value in asked.items() if name not in NARROWING | {"metadataPrefix"}}
    for _ in range(MOST_PAGES):
        query = rest | {"resumptionToken": token} if token else asked | {"metadataPrefix": "oai_dc"}
        left = deadline - time.monotonic()
        if left <= 0:
            raise BadFileError(
                f"It takes longer than {within} seconds. Narrow the address by set or by dates."
            )
        root = _answer(f"{base}?{urlencode(query)}", partial(fetch, patience=left))
        rows += _held(root, leave_out)
        progress(len(rows))
        token = (root.findtext(f".//{OAI}resumptionToken") or "").strip()
        if len(rows) > MOST_RECORDS:
            break
        if not token:
            return _with_groups(rows)
        if token in seen:
            raise BadFileError("The repository sends the same page again and again.")
        seen.add(token)
    raise BadFileError(f"There are more than {len(rows)} records. Narrow the address by set or by dates.")


class _Plain(ElementTree.TreeBuilder):
    """Builds a tree of a document that declares nothing: no entities to swell, no files to read."""

    def doctype(self, name, pubid, system):
        raise BadFileError("The answer holds a document type, which no repository needs.")


def _answer(url, fetch):
    """Return the root of one answer; raise BadFileError for an answer that is none."""
    try:
        root = ElementTree.fromstring(fetch(url), parser=ElementTree.XMLParser(target=_Plain()))  # noqa: S314 (see _Plain)
    except FetchError as error:
        raise BadFileError(str(error)) from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        if isinstance(error, BadFileError):
            raise
        raise BadFileError(f"The answer is not XML: {error}.") from error
    if root.tag != f"{OAI}OAI-PMH":
        raise BadFileError("This address does not answer OAI-PMH.")
    error = root.find(f"{OAI}error")
    if error is not None and error.get("code") != "noRecordsMatch":
        raise BadFileError(f"The repository answers {error.get('code')}: {error.text or ''}")
    return root


def _held(root, leave_out):
    """Return the rows of an answer's records, those left out that are in languages we do not hold."""
    records = (each for each in root.iter(f"{OAI}record") if each.find(f".//{DC}title") is not None)
    rows = []
    for where, row in map(_row, records):
        if language_of(row) in HELD:
            rows.append((where, row))
        else:
            leave_out(where, f"it is in “{row['language'][:20]}”, and we hold English and Welsh")
    return rows


def _row(record):
    """Return (where, row) of a record that was not removed."""

    def texts(name):
        found = (" ".join((each.text or "").split()) for each in record.iter(f"{DC}{name}"))
        return list(dict.fromkeys(text for text in found if text))

    identifiers, dates = texts("identifier"), [DATE.match(date) for date in texts("date")]
    row = {
        "title": next(iter(texts("title")), ""),
        "authors": texts("creator"),
        "publisher": next(iter(texts("publisher")), ""),
        "date": next((match[0] for match in dates if match), ""),
        "type": _type(texts("type")),
        "abstract": next(iter(texts("description")), ""),
        "topics": texts("subject"),
        "language": next(iter(texts("language")), "en").partition("-")[0],
        "doi": next((match[0] for match in map(DOI.search, identifiers) if match), ""),
        "isbn": next((text[4:].lstrip(": ") for text in identifiers if text[:4].upper() == "ISBN"), ""),
        "url": next((text for text in identifiers if _is_landing(text)), ""),
        "licence": next((code for code, url in LICENCES.items() if url in texts("rights")), ""),
    }
    where = record.findtext(f"{OAI}header/{OAI}identifier") or "a record without identifier"
    return where, {name: value for name, value in row.items() if value}


def _is_landing(text):
    return text.startswith(("http://", "https://")) and "doi.org/" not in text and not text.endswith(".pdf")


def _type(texts):
    """Return the first type of ours among those of a record, else a report's."""
    ours = {label.casefold(): label for label in Publication.Type.labels}
    ours |= dict(Publication.Type.choices)
    names = (text.rpartition("/")[2].casefold() for text in texts)
    return next((ours[name] for name in names if name in ours), Publication.Type.REPORT.label)


def _with_groups(rows):
    """Return the rows with the stakeholder groups among their topics told apart."""
    known = set(StakeholderGroup.objects.values_list("name", flat=True))
    for _, row in rows:
        if "topics" in row:
            row["groups"] = [name for name in row["topics"] if name in known]
            row["topics"] = [name for name in row["topics"] if name not in known]
    return rows
