"""The columns of programmes, places and projects as tables: one list for the code book, export and import."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from content.models import Organisation, Person, StakeholderGroup, Topic
from content.richtext import RichTextField
from places.models import Place, Programme, Project


@dataclass(frozen=True)
class Column:
    """A column of plain text; the other kinds differ in how they read, parse and write."""

    name: str
    help: str
    private: bool = False  # for staff only
    later: bool = False  # written once all rows are there
    beside: bool = False  # kept in rows of its own, not in the record's row

    def text(self, item):
        """Return what the cell of an item says."""
        value = getattr(item, self.name)
        return "" if value is None else str(value)

    def parse(self, text, known):
        """Return the value that a cell means; raise ValueError with a message for people."""
        return text.strip() or None if self.name == "gss_code" else text.strip()

    def attribute(self):
        return self.name


@dataclass(frozen=True)
class Rich(Column):
    """Sanitised HTML."""

    def parse(self, text, known):
        return RichTextField()._clean(text.strip())


@dataclass(frozen=True)
class Number(Column):
    """A number, or nothing."""

    def parse(self, text, known):
        try:
            return float(text) if text.strip() else None
        except ValueError as error:
            raise ValueError(f"“{text[:40]}” is no number.") from error


@dataclass(frozen=True)
class Day(Column):
    """A day as 2026-11-20, or a moment as ISO 8601, or nothing."""

    kind: type = date

    def text(self, item):
        value = getattr(item, self.name)
        return value.isoformat() if value else ""

    def parse(self, text, known):
        try:
            value = self.kind.fromisoformat(text.strip()) if text.strip() else None
        except ValueError as error:
            raise ValueError(f"“{text[:40]}” is no date like 2026-11-20.") from error
        if self.kind is datetime and value and value.tzinfo is None:
            raise ValueError("Say the time zone too, as in 2026-11-20T09:00:00+00:00.")
        return value


@dataclass(frozen=True)
class Link(Column):
    """Another record, by its short name in addresses."""

    model: type = None
    key: str = "slug"

    def text(self, item):
        other = getattr(item, self.name)
        return getattr(other, self.key) if other else ""

    def parse(self, text, known):
        if not text.strip():
            return None
        try:
            return known[self.model, self.key][text.strip()]
        except KeyError as error:
            raise ValueError(f"There is no {self.model._meta.verbose_name} “{text.strip()[:80]}”.") from error

    def attribute(self):
        return f"{self.name}_id"


@dataclass(frozen=True)
class Many(Link):
    """Several other records, parted by semicolons, in the order of the alphabet."""

    beside: bool = True

    def text(self, item):
        return "; ".join(sorted(getattr(other, self.key) for other in getattr(item, self.name).all()))

    def parse(self, text, known):
        parts = [part for part in (part.strip() for part in text.split(";")) if part]
        return "; ".join(sorted({part for part in parts if super(Many, self).parse(part, known)}))


@dataclass(frozen=True)
class Rows(Column):
    """Rows that belong to the record, one a line, their cells parted by “|”.

    `links` are (field, model) of the cells that name another record by its short name.
    """

    fields: tuple = ()
    links: tuple = ()
    beside: bool = True

    def text(self, item):
        rows = sorted(getattr(item, self.name).all(), key=lambda row: (getattr(row, "order", 0), row.pk))
        lines = io.StringIO()
        writer = csv.writer(lines, delimiter="|", lineterminator="\n")
        writer.writerows([[self._cell(getattr(row, name)) for name in self.fields] for row in rows])
        return lines.getvalue().strip("\n")

    def _cell(self, value):
        return "" if value is None else getattr(value, "slug", value)

    def cells(self, text):
        return list(csv.reader(io.StringIO(text), delimiter="|"))

    def parse(self, text, known):
        for cells in self.cells(text):
            if len(cells) != len(self.fields):
                raise ValueError(f"Each line needs {len(self.fields)} parts: {' | '.join(self.fields)}.")
            named = dict(zip(self.fields, cells, strict=True))
            for name, model in self.links:
                Link(name, "", model=model).parse(named[name], known)
        return text.replace("\r\n", "\n").strip("\n")


TAGS = [
    Many("groups", "Stakeholder groups it is for", model=StakeholderGroup),
    Many("topics", "Topics", model=Topic),
]
SOURCES = Rows("sources", "Title, address and date seen of each source", fields=("title", "url", "seen_on"))
DATES = [
    Day("published_at", "When it was or will be published", private=True, kind=datetime),
    Day("withdrawn_at", "When it was withdrawn", private=True, kind=datetime),
    Day("removed_at", "When it was removed", private=True, kind=datetime),
]
SPAN = [
    Column("start", "When it began: year, month or day, as known"),
    Column("end", "When it ended: year, month or day, as known"),
]

TABLES = {
    "programmes": (
        Programme,
        [
            Column("slug", "Short name in addresses; never changes"),
            Column("name", "Full name"),
            Column("short_name", "Name on labels"),
            Column("kind", "What kind of programme"),
            Column("mark", "Its mark on the map: lv, lc, ip or nothing"),
            Column("summary", "One or two sentences"),
            Rich("description", "What and why, as HTML"),
            *SPAN,
            Link("lead_organisation", "Lead organisation, by name", model=Organisation, key="name"),
            Many("sponsors", "Sponsoring organisations, by name", model=Organisation, key="name"),
            Column("scale", "How large it was"),
            Column("funding", "How it was paid for"),
            Column("evaluation", "Who evaluated it and when"),
            Column("links", "Web addresses, one a line"),
            *TAGS,
            SOURCES,
            *DATES,
        ],
    ),
    "places": (
        Place,
        [
            Column("slug", "Short name in addresses; never changes"),
            Column("name", "Name"),
            Column("kind", "region, county, council or health"),
            Column("region", "ONS code of its region or country"),
            Link("parent", "The place that it lies within", model=Place, later=True),
            Column("gss_code", "ONS (GSS) code of its own, where it has one"),
            Number("latitude", "Degrees north, WGS 84: a point in the place"),
            Number("longitude", "Degrees east, WGS 84"),
            Column("summary", "One or two sentences"),
            Rich("description", "What to know about it, as HTML"),
            Column("bodies", "Councils and health bodies as at the time, one a line"),
            Column("links", "Web addresses, one a line"),
            *TAGS,
            SOURCES,
            *DATES,
        ],
    ),
    "projects": (
        Project,
        [
            Column("slug", "Short name in addresses; never changes"),
            Column("title", "Title"),
            Link("programme", "The programme", model=Programme),
            Link("place", "The place", model=Place),
            Column("issue", "The issue worked on"),
            Column("status", "planned, running, ended, stopped or unknown"),
            Many("partners", "Partners with a page of their own, by name", model=Organisation, key="name"),
            Column("other_partners", "Other partners as the source names them, one a line"),
            Link("enabler", "The enabler", model=Person),
            Column("wave", "Cohort or wave"),
            *SPAN,
            Rich("tried", "What was tried, as HTML"),
            Rich("not_known", "What did not work or is not known, as HTML"),
            Rows(
                "outcomes",
                "Claim, measure, evidence (1 to 5), source and its address of each outcome",
                fields=("claim", "measure", "evidence", "source_title", "source_url"),
            ),
            Rows(
                "lessons",
                "Text, speaker, stakeholder group and topic of each lesson",
                fields=("text", "said_by", "group", "topic"),
                links=(("group", StakeholderGroup), ("topic", Topic)),
            ),
            *TAGS,
            SOURCES,
            Day("checked_on", "When the record was last checked"),
            Column("owner", "Who keeps the record"),
            Column("contact_email", "Role mailbox", private=True),
            *DATES,
        ],
    ),
}
UNIQUE = {Programme: [], Place: [("gss_code",)], Project: [("programme_id", "place_id")]}


def columns_of(table, *, private):
    """Return the model of a table and its columns, with or without those for staff only."""
    model, columns = TABLES[table]
    return model, [column for column in columns if private or not column.private]


def with_everything(queryset, columns):
    """Return the records with all that the columns read, in a fixed number of queries."""
    joined = [column.name for column in columns if isinstance(column, Link) and not column.beside]
    beside = [column.name for column in columns if column.beside]
    rows = [column for column in columns if isinstance(column, Rows)]
    beside += [f"{column.name}__{name}" for column in rows for name, _ in column.links]
    return queryset.select_related(*joined).prefetch_related(*beside)
