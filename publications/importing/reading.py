"""From the text of a CSV, RIS or BibTeX file to rows: (where, {field: text or list of texts}).

Fields are named as in our own CSV: title, subtitle, authors, publisher, co_publishers, date, type, abstract,
body (HTML), topics, groups, programmes, places, projects, events (the last four by the name in their
address), supersedes (a DOI, or a title and its year in brackets), language, doi, isbn, series, number,
cite_as, sources (title|address|day seen, one a line), url (the publisher's page), licence, pages. Names of
people are “Family, Given”.
"""

import csv
import io
import re

from content.spreadsheets import text_of

LISTS = {"authors", "co_publishers", "topics", "groups", "programmes", "places", "projects", "events"}
RIS_FIELDS = {
    "TI": "title", "T1": "title", "AU": "authors", "A1": "authors", "PB": "publisher", "PY": "date",
    "Y1": "date", "DA": "date", "AB": "abstract", "N2": "abstract", "KW": "topics", "DO": "doi",
    "SN": "isbn", "UR": "url", "T3": "series", "M1": "number", "LA": "language", "SP": "pages",
}  # fmt: skip
RIS_TYPES = {"JOUR": "article", "RPRT": "report", "BOOK": "report", "GEN": "report"}
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?\Z")
BIB_FIELDS = {
    "title": "title", "author": "authors", "institution": "publisher", "publisher": "publisher",
    "year": "date", "date": "date", "abstract": "abstract", "keywords": "topics", "doi": "doi",
    "isbn": "isbn", "url": "url", "series": "series", "number": "number", "language": "language",
}  # fmt: skip
BIB_ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s{}]*)\s*,")
BIB_FIELD = re.compile(r"\s*([\w-]+)\s*=\s*")
LATEX = re.compile(r"\\([&%$#_{}])")


class BadFileError(ValueError):
    """The file as a whole cannot be read; the message says why."""


def read_csv(text):
    """Return the rows of a CSV file whose first line names the columns; lists are parted by semicolons."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    try:
        if "title" not in (reader.fieldnames or []):
            raise BadFileError("The first line must name the columns, and one of them is “title”.")
        return [(f"line {reader.line_num}", _csv_row(row)) for row in reader]
    except csv.Error as error:
        raise BadFileError(f"Line {reader.line_num} is not CSV: {error}.") from error


def _csv_row(row):
    """Return a row without empty cells; cells beyond the named columns are kept under None, as a fault."""
    texts = ((name, value.strip()) for name, value in row.items() if isinstance(value, str))
    values = {name: text_of(text) for name, text in texts if text}
    for name in LISTS & values.keys():
        values[name] = _parted(values[name], ";")
    return values | ({None: row[None]} if row.get(None) else {})


def read_ris(text):
    """Return the records of a RIS file."""
    rows, row, start = [], {}, 1
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        match = RIS_LINE.match(line.rstrip())
        if not match:
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tag == "TY":
            row, start = {"type": RIS_TYPES.get(value, "report")}, number
        elif tag == "ER":
            rows.append((f"line {start}", row))
            row = {}
        elif tag in RIS_FIELDS and value:
            _put(row, RIS_FIELDS[tag], value.replace("/", "-").rstrip("-") if tag in {"DA", "Y1"} else value)
    if row:
        raise BadFileError(f"The record of line {start} has no end (“ER  - ”).")
    if not rows:
        raise BadFileError("There is no RIS record in this file (“TY  - ” to “ER  - ”).")
    return rows


def _put(row, field, value):
    if field in LISTS:
        row.setdefault(field, []).append(value)
    else:
        row.setdefault(field, value)


def read_bibtex(text):
    """Return the entries of a BibTeX file."""
    rows = []
    for entry in BIB_ENTRY.finditer(text):
        if entry[1].lower() in {"comment", "string", "preamble"}:
            continue
        row = {"type": "article" if entry[1].lower() == "article" else "report"}
        for name, value in _bib_fields(text, entry.end()):
            field = BIB_FIELDS.get(name.lower())
            parts = {"authors": " and ", "topics": ","}.get(field)
            if field and value:
                row.setdefault(field, _parted(value, parts) if parts else value)
        rows.append((f"entry {entry[2]}", row))
    if not rows:
        raise BadFileError("There is no BibTeX entry in this file (“@techreport{key, …}”).")
    return rows


def _bib_fields(text, place):
    """Yield (name, value) of an entry whose fields begin at this place."""
    while match := BIB_FIELD.match(text, place):
        place = match.end()
        value, place = _bib_value(text, place)
        yield match[1], " ".join(LATEX.sub(r"\1", value.replace("{\\", "\\")).split())
        comma = re.compile(r"\s*,").match(text, place)
        if not comma:
            return
        place = comma.end()


def _bib_value(text, place):
    """Return (value, the place behind it): {braces}, "quotes" or a bare word."""
    opening = text[place : place + 1]
    if opening not in {"{", '"'}:
        bare = re.compile(r"[^\s,}]*").match(text, place)
        return bare[0], bare.end()
    depth, end = 0, place + 1
    while end < len(text):
        character = text[end]
        if text[end - 1] != "\\":
            if depth == 0 and character == ("}" if opening == "{" else '"'):
                break
            depth += (character == "{") - (character == "}")
        end += 1
    plain = re.sub(r"(?<!\\)[{}]", "", text[place + 1 : end])
    return plain, end + 1


def _parted(text, separator):
    return [part.strip() for part in text.split(separator) if part.strip()]


READERS = {"csv": read_csv, "ris": read_ris, "bib": read_bibtex}
