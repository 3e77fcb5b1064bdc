"""What a room tells search about its rows."""

import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet, Value

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = 2**40  # seconds: a date that does not come


class Page(NamedTuple):
    """One page of a file, with the text that a reader may be landed on."""

    number: int
    text: str


class Document(NamedTuple):
    """One item as search sees it. Everything in it may be shown once the item is published."""

    title: str
    url: str
    summary: str = ""  # shown under the title, and searched for passages
    text: str = ""  # searched, not shown
    label: str = ""  # the kind in a word, for a result: “Evaluation, 2015”
    beside: dict[str, str] = {}  # what else the kind's own list shows of it
    authors: Iterable[str] = ()
    publisher: str = ""
    issued: str = ""  # the date to sort by, as text that sorts by time
    facets: dict[str, Iterable[str]] = {}
    pages: Iterable[Page] = ()
    page_count: int = 0
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
    removed_at: datetime | None = None

    @property
    def year(self):
        return int(self.issued[:4]) if self.issued[:4].isdigit() else None


class Source(NamedTuple):
    """One kind of content: its rows, which of them a reader may see, and a row's document.

    `rows` has all that `document` needs; `visible` is the phrase that lists start from. A model
    without `changed_at` (people) is read whole and compared by its values.
    """

    kind: str
    label: str
    rows: Callable[[], QuerySet]
    visible: Callable[[], QuerySet]
    document: Callable[[object], Document]
    clock: str = "changed_at"
    compared: tuple[str, ...] = ()  # values of other rows that a document without a clock holds
    named: tuple[str, ...] = ("title",)  # the fields that are looked into while there is no index

    def versions(self, since=None):
        """Return {pk: version}, for rows changed since a moment or all; None where nothing may be indexed."""
        rows = self.rows().model._default_manager.order_by()
        if not self.clock:
            own = [field.attname for field in rows.model._meta.concrete_fields]
            return {row[0]: zlib.crc32(repr(row).encode()) for row in rows.values_list(*own, *self.compared)}
        if since is not None:
            rows = rows.filter(**{f"{self.clock}__gte": since})
        dates = rows.values_list("pk", self.clock, "published_at")
        return {pk: microseconds(changed) if published else None for pk, changed, published in dates}

    def hidden_since(self, since):
        """Return a queryset of (kind, pk) of rows that changed since a moment and that lists do not offer."""
        lately = {f"{self.clock}__gte": since}
        shown = self.visible().order_by().filter(**lately)
        rows = (
            self.rows().model._default_manager.order_by().filter(**lately).exclude(pk__in=shown.values("pk"))
        )
        return rows.values_list(Value(self.kind), "pk")


def microseconds(moment):
    return (moment - EPOCH) // timedelta(microseconds=1)


def seconds(moment, default):
    return int(moment.timestamp()) if moment else default
