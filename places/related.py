"""Everything short that hangs on a page, whatever its kind, in one query."""

from collections import namedtuple

from django.db.models import Case, CharField, F, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat


class Row(namedtuple("Row", "kind position pk title slug note")):
    """One short thing on a page. A stakeholder group among them has its place in the order, and its mark."""

    __slots__ = ()

    @property
    def order(self):
        return self.position

    @property
    def mark(self):
        return f"g{self.position}"


def rows(kind, queryset, *, title, slug="", note="", position=0):
    """Return a queryset of rows for `gather`. Title, slug and note are field names or expressions."""
    return (
        queryset.order_by()
        .annotate(
            row_kind=Value(kind, CharField()),
            row_position=Value(position) if isinstance(position, int) else position,
            row_title=_text(title),
            row_slug=_text(slug),
            row_note=_text(note),
        )
        .values_list("row_kind", "row_position", "pk", "row_title", "row_slug", "row_note")
    )


def gather(first, *others):
    """Return {kind: [Row, …]} of several querysets made by `rows`, in one query."""
    gathered = {}
    for row in map(
        Row._make, first.union(*others, all=True).order_by("row_kind", "row_position", "row_title", "pk")
    ):
        gathered.setdefault(row.kind, []).append(row)
    return gathered


def of_place(place, places):
    """Return what hangs on a place: its tags, sources and reading, what lies within, near and alike."""
    everywhere = places.places()
    near, alike = everywhere.near(place)[:4], everywhere.alike(place)[:4]
    return [
        *tags(place),
        *sources(place),
        *reading(place),
        rows("within", places.filter(parent=place), title="name", slug="slug"),
        rows("near", places.filter(pk__in=near.values("pk")), title="name", slug="slug", note="summary"),
        rows("alike", places.filter(pk__in=alike.values("pk")), title="name", slug="slug", note="summary"),
    ]


def of_programme(programme):
    """Return what hangs on a programme: its tags, sponsors, sources, reading, evaluations and events."""
    sponsors, events = programme.sponsors.all(), programme.events.current()
    evaluations = programme.publications.current().filter(type="evaluation")
    return [
        *tags(programme),
        *sources(programme),
        *reading(programme),
        rows("sponsors", sponsors, title="name", slug="slug"),
        rows("evaluations", evaluations, title="title", slug="slug", note="issued"),
        rows("events", events, title="name", slug="slug", note="start"),
    ]


def of_project(project):
    """Return what hangs on a project: its tags, partners, sources and reading."""
    partners = rows("partners", project.partners.all(), title="name", slug="slug")
    return [*tags(project), partners, *sources(project), *reading(project)]


def of_event(event):
    """Return what hangs on an event: its tags, speakers, sources and the publications launched."""
    return [*tags(event), people(event.speakers.all(), "speakers"), *sources(event), *reading(event)]


def tags(item):
    """Return the rows of the stakeholder groups and topics of anything tagged."""
    return [
        rows("groups", item.groups.all(), title="name", slug="slug", position=F("order")),
        rows("topics", item.topics.all(), title="name", slug="slug"),
    ]


def sources(item):
    """Return the rows of where the facts of a record come from, in the order given."""
    return [rows("sources", item.sources.all(), title="title", slug="url", note="seen_on", position=F("pk"))]


def reading(item, limit=6):
    """Return the rows of the newest publications and articles about a place, programme, project or event.

    The rooms that hold them know this one; it knows only that they may have left their names here.
    """
    found = []
    if hasattr(item, "publications"):
        newest = item.publications.current().newest_first()[:limit]
        every = item.publications.model.objects.filter(pk__in=newest.values("pk"))
        found.append(rows("publications", every, title="title", slug="slug", note="issued"))
    if hasattr(item, "articles"):
        newest = item.articles.current().newest_first()[:limit]
        every = item.articles.model.objects.filter(pk__in=newest.values("pk"))
        found.append(rows("articles", every, title="title", slug="slug", note="kind"))
    return found


def people(queryset, kind):
    """Return the rows of people by family name, each with role and organisation."""
    role = Case(
        When(organisation=None, then="role"),
        When(role="", then="organisation__name"),
        default=Concat("role", Value(", "), "organisation__name"),
    )
    name = Concat("given_name", Value(" "), "family_name")
    return rows(kind, queryset, title=name, slug="slug", note=role)


def _text(value):
    """Return an expression of text, so that the columns of every kind can stand under one another."""
    if value == "":
        return Value("", TextField())
    return Coalesce(Cast(value, TextField()), Value("", TextField()))
