"""Programmes, places and projects from CSV: all or nothing, every error by line and column.

Rows are matched by slug. Only the columns in the file are touched. The same file a second time
changes nothing.
"""

import csv
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from content.caching import forget_cached_pages
from content.spreadsheets import text_of
from places.code_book import UNIQUE, columns_of, with_everything
from places.columns import Link, Rows
from places.models import Place
from places.writing import rows_of, write_beside, write_later

BATCH = 500
csv.field_size_limit(1024 * 1024)


class Problem(NamedTuple):
    """What is wrong, and where."""

    line: int
    column: str
    message: str

    def __str__(self):
        return f"Line {self.line}, column {self.column}: {self.message}"


@dataclass
class Change:
    """One row of the file against its record: the columns that differ, with their new values."""

    line: int
    item: object
    is_new: bool
    values: dict = field(default_factory=dict)  # column: value

    @property
    def differs(self):
        return self.is_new or bool(self.values)

    def __str__(self):
        deed = "new" if self.is_new else "changed: " + ", ".join(column.name for column in self.values)
        return f"Line {self.line}, {self.item.slug}: {deed}"


class Report(NamedTuple):
    """What an import found, or did."""

    problems: list
    changes: list
    total: int

    @property
    def created(self):
        return sum(change.is_new for change in self.changes)

    @property
    def changed(self):
        return len(self.changes) - self.created

    @property
    def summary(self):
        return f"{self.total} rows: {self.created} new, {self.changed} changed."


def import_csv(table, lines, *, dry_run=False, progress=lambda done: None):
    """Read a table from CSV lines and write it unless anything is wrong; return the `Report`.

    `progress` is called with the number of rows that have been looked at or written.
    """
    model, columns = columns_of(table, private=True)
    with transaction.atomic():
        problems, changes, total = _compare(model, columns, lines, progress)
        if not problems and not dry_run:
            _write(model, columns, changes, progress)
    return Report(problems, [change for change in changes if change.differs], total)


def _compare(model, columns, lines, progress):
    """Return (problems, a `Change` for each good row, how many rows there are)."""
    reader = csv.reader(lines, strict=True)
    try:
        rows = list(_numbered(reader))
    except (csv.Error, UnicodeDecodeError) as error:
        return [Problem(reader.line_num, "all", f"This is no CSV file in UTF-8: {error}.")], [], 0
    problems, present = _header(columns, rows.pop(0)[1] if rows else [])
    if problems:
        return problems, [], len(rows)
    slug_at = present.index(next(column for column in columns if column.name == "slug"))
    slugs = [cells[slug_at].strip() for _, cells in rows if len(cells) == len(present)]
    existing = {item.slug: item for item in with_everything(model.objects.all(), columns)}
    known, seen, changes = _known(columns, model, slugs), _taken(model, existing), []
    for done, (line, cells) in enumerate(rows, start=1):
        if done % BATCH == 0:
            progress(done)
        if len(cells) != len(present):
            problems.append(Problem(line, "all", f"{len(cells)} cells, but {len(present)} columns."))
            continue
        change = _change(model, existing, dict(zip(present, cells, strict=True)), line, known, problems)
        _check(change, seen, problems, present)
        changes.append(change)
    return problems + _circles(existing, changes), changes, len(rows)


def _circles(existing, changes):
    """Return a problem for every place that would lie within itself."""
    nested = {slug: item for slug, item in existing.items() if isinstance(item, Place)}
    above = {slug: item.parent and item.parent.slug for slug, item in nested.items()}
    lines = {}
    for change in changes:
        for column, value in change.values.items():
            if column.later:
                above[change.item.slug], lines[change.item.slug] = value, change.line
    message = "A place cannot lie within itself."
    return [Problem(line, "parent", message) for slug, line in lines.items() if _meets_itself(slug, above)]


def _meets_itself(slug, above):
    passed, at = set(), above[slug]
    while at and at not in passed:
        passed.add(at)
        at = above.get(at)
    return slug in passed


def _numbered(reader):
    """Yield (number of its first line, cells) of every row that is not empty."""
    line = 1
    for cells in reader:
        if cells:
            yield line, [text_of(cell) for cell in cells]
        line = reader.line_num + 1


def _header(columns, names):
    """Return (problems, the columns in the order of the file)."""
    by_name = {column.name: column for column in columns}
    names = [name.strip().removeprefix("\ufeff") for name in names]
    problems = [Problem(1, name[:40], "There is no such column.") for name in names if name not in by_name]
    problems += [Problem(1, name, "Twice.") for name in {n for n in names if names.count(n) > 1}]
    if "slug" not in names:
        problems.append(Problem(1, "slug", "This column is needed, to tell records apart."))
    return problems, [by_name[name] for name in names if name in by_name]


def _known(columns, model, slugs):
    """Return {(model, key): {text: primary key}} of all that links may name; new places count too."""
    links = {(column.model, column.key) for column in columns if isinstance(column, Link)}
    known = {link: dict(link[0].objects.values_list(link[1], "pk")) for link in links}
    if model is Place:
        known[Place, "slug"] = {slug: slug for slug in [*known[Place, "slug"], *slugs]}
    return known


def _taken(model, existing):
    """Return {(names, values): slug} of what only one record may have."""
    return {
        (names, tuple(getattr(item, name) for name in names)): slug
        for names in UNIQUE[model]
        for slug, item in existing.items()
    }


def _change(model, existing, cells, line, known, problems):
    """Return the `Change` that a row asks for, its plain values already on the item."""
    slug = next(text.strip() for column, text in cells.items() if column.name == "slug")
    item = existing.get(slug) or model(slug=slug)
    change = Change(line, item, is_new=item.pk is None)
    for column, text in cells.items():
        try:
            value = column.parse(text.replace("\x00", ""), known)
        except ValueError as error:
            problems.append(Problem(line, column.name, str(error)))
            continue
        if column.beside or column.later:
            old = "" if change.is_new else column.text(item)
            differs = (value or "") != old
        else:
            differs = value != getattr(item, column.attribute())
            setattr(item, column.attribute(), value)
        if differs:
            change.values[column] = value
    return change


def _check(change, seen, problems, present):
    """Add what Django and the other rows have against a row that would change something."""
    if ("slug", change.item.slug) in seen:
        problems.append(Problem(change.line, "slug", f"“{change.item.slug}” stands in the file twice."))
    seen["slug", change.item.slug] = change.line
    if not change.differs or any(problem.line == change.line for problem in problems[-len(present) :]):
        return
    for names in UNIQUE[type(change.item)]:
        values = tuple(getattr(change.item, name) for name in names)
        if None not in values and seen.setdefault((names, values), change.item.slug) != change.item.slug:
            column = names[-1].removesuffix("_id")
            problems.append(Problem(change.line, column, f"“{seen[names, values]}” has that already."))
    try:
        change.item.clean_fields()
        change.item.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            problems += [Problem(change.line, name.strip("_"), message) for message in messages]
    for column, text in change.values.items():
        if isinstance(column, Rows):
            _check_rows(column, change, text, problems)


def _check_rows(column, change, text, problems):
    try:
        rows_of(column, change.item, text)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            problems += [Problem(change.line, column.name, f"{name}: {message}") for message in messages]


def _write(model, columns, changes, progress):
    """Write new and changed rows in batches, then what hangs on them."""
    plain = [column.attribute() for column in columns if not (column.beside or column.later)]
    changes = [change for change in changes if change.differs]
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        for change in batch:
            change.item.move_clocks()
        model.objects.bulk_create([change.item for change in batch if change.is_new])
        old = [change.item for change in batch if not change.is_new]
        model.objects.bulk_update(old, [*plain, "changed_at", "appeared_at"])
        for column in columns:
            write_beside(column, [change for change in batch if column in change.values])
        progress(start + len(batch))
    write_later(model, changes)
    forget_cached_pages()
