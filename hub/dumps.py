"""Everything that the API tells, as files to take away: CSV and JSON for each kind, and a code book."""

import csv
import json
import tempfile
from itertools import batched
from pathlib import Path

from content.spreadsheets import harmless
from hub.api.kinds import KINDS
from hub.api.objects import OBJECTS, say

ROWS = 500  # read at a time, so that memory does not grow with the content
CODE_BOOK = ["kind", "field", "type", "meaning"]
MEANINGS = {
    "type": "The kind of object",
    "id": "Number of the object, lasting within its kind",
    "url": "Address of its page",
    "api_url": "Address of the object in the API",
    "updated": "When it last changed for readers",
    "licence": "Address of the licence that it may be reused under; empty: ask the publisher",
    "licence_name": "The licence in words",
    "title": "Title or name",
    "name": "Full name; of a comment: the name that its writer chose",
    "published": "When it appeared on the Hub",
    "withdrawn": "Whether it has left the lists; always false here",
    "groups": "Stakeholder groups that it is written for, by slug",
    "topics": "Topics, by slug",
    "summary": "What it is about, in short",
    "text": "The whole text as HTML; of a comment: as it was typed",
    "kind": "What sort of thing it is within its kind",
    "authors": "Authors; in CSV their names",
    "creators": "People and organisations that made it; in CSV their names",
    "publisher": "Who published it first; in CSV the name",
    "subtitle": "Second title",
    "issued": "Date of issue: a year, a month or a day",
    "language": "Language of the publication",
    "doi": "Digital object identifier",
    "isbn": "Book number",
    "source_url": "Where its publisher offers it",
    "pages": "Number of pages, where known",
    "led_by": "The organisation that leads or led it; in CSV the name",
    "start": "When it began: a year, a month or a day; empty: not known",
    "end": "When it ended; empty: still running or not known",
    "gss_code": "Code of the Office for National Statistics",
    "region": "Region of England",
    "latitude": "Degrees north, of a point within the place",
    "longitude": "Degrees east, of a point within the place",
    "lies_within": "The larger place; in CSV the name",
    "programme": "The programme of work; in CSV the name",
    "place": "The place; in CSV the name",
    "status": "How far the project has come",
    "tried": "What was tried, as HTML",
    "not_known": "What is not known, as HTML",
    "slug": "The word for it in addresses",
    "order": "Its rank among the six",
    "group": "The stakeholder group that the writer belongs to, by slug",
    "venue": "Where it was held",
    "town": "The town it was held in",
    "online": "Whether people could take part online",
    "organiser": "Who held it; in CSV the name",
    "steps": "What to read, in order; in CSV the names",
    "given_name": "Given name",
    "family_name": "Family name",
    "role": "The last role that a source shows",
    "organisation": "Where they work; in CSV the name",
    "orcid": "Number in the register of researchers",
    "website": "Address of its own site",
    "thread": "Address of the page with the comment",
    "shown": "When it was shown",
    "answers": "Number of the comment that it answers",
}


def write_dumps(folder, say=lambda line: None):
    """Write all kinds beside a folder, then put them in its place; return {kind: rows}.

    Readers find the old dumps or the new ones. Raises FileExistsError for a folder with something else in it.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "code-book.json").exists():
        raise FileExistsError(f"{folder} holds something else than dumps: name another folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        old, new = Path(beside, "old"), Path(beside, "new")
        new.mkdir(mode=0o755)
        rows = {}
        for name, kind in KINDS.items():
            rows[name] = write_kind(new, name, kind)
            say(f"{name}: {rows[name]} rows")
        write_code_book(new)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    return rows


def write_kind(folder, name, kind):
    """Write one kind as NAME.csv and NAME.json; return how many rows."""
    count = 0
    with (
        (folder / f"{name}.json").open("w", encoding="utf-8") as as_json,
        (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as as_csv,
    ):
        table = csv.DictWriter(as_csv, list(OBJECTS[name]))
        table.writeheader()
        as_json.write("[")
        for rows in batched(kind.rows().order_by("pk").iterator(chunk_size=ROWS), ROWS, strict=False):
            for row in kind.complete(rows):
                said = say(name, row)
                as_json.write(f"{',' if count else ''}\n{json.dumps(said, ensure_ascii=False)}")
                table.writerow({field: cell(value) for field, value in said.items()})
                count += 1
        as_json.write("\n]\n")
    return count


def cell(value):
    """Return a value as one cell. Text that a spreadsheet would run begins with an apostrophe."""
    if isinstance(value, dict):
        value = value["name"]
    elif isinstance(value, list):
        value = "; ".join(str(cell(each)) for each in value)
    elif isinstance(value, bool):
        value = "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def write_code_book(folder):
    """Write what each field of each kind means, as CSV and as JSON."""
    entries = [
        dict(zip(CODE_BOOK, [name, field, type_of(value.schema), MEANINGS[field]], strict=True))
        for name, fields in OBJECTS.items()
        for field, value in fields.items()
    ]
    (folder / "code-book.json").write_text(json.dumps(entries, indent=1), encoding="utf-8")
    with (folder / "code-book.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, CODE_BOOK)
        table.writeheader()
        table.writerows(entries)


def type_of(schema):
    """Return the type of a field in words, from its schema in the OpenAPI document."""
    if "oneOf" in schema:
        return "link (name, url) or nothing"
    if schema.get("type") == "array":
        return "list of text" if "type" in schema["items"] else "list of links (name, url)"
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    named = " or ".join(schema.get("format", kind) if kind == "string" else kind for kind in types)
    return named.replace("null", "nothing").replace("string", "text")
