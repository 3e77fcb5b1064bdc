"""The kinds of column that a table of records has: how each reads a cell, and writes one."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from content.richtext import RichTextField


@dataclass(eq=False)
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


class Rich(Column):
    """Sanitised HTML."""

    def parse(self, text, known):
        return RichTextField()._clean(text.strip())


class Number(Column):
    """A number, or nothing."""

    def parse(self, text, known):
        try:
            return float(text) if text.strip() else None
        except ValueError as error:
            raise ValueError(f"“{text[:40]}” is no number.") from error


@dataclass(eq=False)
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


@dataclass(eq=False)
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


@dataclass(eq=False)
class Many(Link):
    """Several other records, parted by semicolons, in the order of the alphabet."""

    beside: bool = True

    def text(self, item):
        return "; ".join(sorted(getattr(other, self.key) for other in getattr(item, self.name).all()))

    def parse(self, text, known):
        parts = [part for part in (part.strip() for part in text.split(";")) if part]
        return "; ".join(sorted({part for part in parts if super(Many, self).parse(part, known)}))


@dataclass(eq=False)
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


class Notes(Column):
    """What readers were told, one change a line: the day, then the sentence."""

    def text(self, item):
        return "\n".join(f"{note['on']} {note['text']}" for note in getattr(item, self.name))

    def parse(self, text, known):
        lines = [line.strip().partition(" ") for line in text.splitlines() if line.strip()]
        try:
            return [{"on": date.fromisoformat(day).isoformat(), "text": words} for day, _, words in lines]
        except ValueError as error:
            raise ValueError("Each line is a day like 2026-11-20 and a sentence.") from error
