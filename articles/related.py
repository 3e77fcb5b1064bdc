"""All that an article links to beside its text, of every kind, in one query."""

from typing import NamedTuple

from django.db.models import CharField, F, IntegerField, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from articles.models import Article, ArticleGroup, ArticleLink, ArticleTopic, Series, SeriesItem
from content.models import Topic
from places.models import Place, Programme
from publications.models import Publication

MOST_RELATED, LOOKED_AT = 4, 500
SHARED = [  # what two articles can have in common, and how much that says
    (ArticleTopic, "content_object", "tag", 4),
    (Article.places.through, "article", "place", 4),
    (Article.programmes.through, "article", "programme", 3),
    (ArticleGroup, "content_object", "tag", 1),
]
WHATS = ["topic", "programme", "place", "publication", "related", "archive", "series", "step"]


class Row(NamedTuple):
    """One thing to link to. `note`: its type or kind. `more`: its date or series. `number`: its id."""

    what: str
    title: str
    slug: str
    number: int
    note: str
    rank: int
    more: str

    @property
    def url(self):
        """Return the address of what the row names."""
        if self.number:
            return reverse("publications:detail", args=[self.number, self.slug])
        if self.what in ROUTES:
            return reverse(ROUTES[self.what], args=[self.slug])
        if self.note == "place":
            return reverse("places:detail", args=[self.slug])
        return reverse("articles:detail", args=[self.note, self.slug])

    @property
    def label(self):
        """Say in a word or two what it is."""
        match self.what:
            case "place":
                return "Place"
            case "programme":
                return self.note.capitalize()
            case "publication":
                return ", ".join(filter(None, [Publication.Type(self.note).label, self.more[:4]]))
        return Article.Kind(self.note).label if self.note in Article.Kind else ""


ROUTES = {
    "topic": "topic",
    "place": "places:detail",
    "programme": "places:programme",
    "series": "articles:series",
}


def related_to(article):
    """Return {what: [Row, …]} for an article: topics, programmes, places, publications, series, related.

    One UNION query. Only current content is in it, and never the article itself. `archive` holds
    the archived copies of its links and `step` the public steps of the series that it is in.
    """
    first, *others = [*_about(article), _related(article), _archives(article), *_series(article)]
    rows = {what: [] for what in WHATS}
    for values in first.union(*others, all=True).order_by():
        row = Row(*values)
        rows[row.what].append(row)
    for what in rows:
        key = _by_rank if what in {"related", "step", "topic"} else _by_title
        rows[what].sort(key=key)
    return rows


def _by_rank(row):
    return (row.more if row.what == "step" else "", row.rank, row.title)


def _by_title(row):
    return row.title


def _part(queryset, what, title, slug, *, number=None, note=None, rank=None, more=None):
    """Bring a queryset into the columns of the union, unordered, as a compound query wants it."""
    nothing = Value("", TextField())
    return queryset.order_by().values_list(
        Value(what, TextField()),
        Cast(title, TextField()),
        Cast(slug, TextField()),
        Cast(number, IntegerField()) if number else Value(0, IntegerField()),
        Cast(note, TextField()) if note else nothing,
        rank if rank is not None else Value(0, IntegerField()),
        Cast(more, TextField()) if more else nothing,
    )


def _about(article):
    """What the article says it is about."""
    mine = {"articles": article}
    yield _part(Topic.objects.filter(articletopics__content_object=article), "topic", "name", "slug")
    yield _part(Programme.objects.current().filter(**mine), "programme", "short_name", "slug", note="kind")
    yield _part(Place.objects.current().filter(**mine), "place", "name", "slug")
    yield _part(
        Publication.objects.current().filter(**mine),
        "publication",
        "title",
        "slug",
        number="pk",
        note="type",
        more="issued",
    )


def _related(article):
    """The articles that share most with this one. A shared topic or place says more than a group.

    The latest of each thing in common are looked at, so that a page costs no more when there are many.
    In SQL of our own: put together by the ORM, it costs more than all the rest of the page.
    """
    params, table = [article.pk] * len(SHARED), Article._meta.db_table
    public = Article.objects.current().exclude(pk=article.pk).filter(pk=RawSQL("one.id", [])).order_by()
    public, public_params = public.values("pk").query.sql_with_params()
    best = f"""
        SELECT one.id FROM {table} one
        JOIN ({_shared(f"ORDER BY id DESC LIMIT {LOOKED_AT}")}) shared ON shared.article = one.id
        WHERE EXISTS ({public}) GROUP BY one.id, one.published_at
        ORDER BY SUM(shared.weight) DESC, one.published_at DESC, one.id LIMIT {MOST_RELATED}
    """  # noqa: S608 (names of our own)
    rank = f"(SELECT -SUM(weight) FROM ({_shared(f'AND {{key}}_id = {table}.id')}) shared)"  # noqa: S608 (names of our own)
    chosen = Article.objects.filter(pk__in=RawSQL(best, [*params, *public_params]))  # noqa: S611 (ours, with parameters)
    rank = RawSQL(rank, params, IntegerField())  # noqa: S611 (ours, with parameters)
    return _part(chosen, "related", "title", "slug", note="kind", rank=Cast(rank, IntegerField()))


def _shared(which):
    """Return SQL of (article, weight) for `which` of the rows that have something in common with an article.

    The article's number is its only parameter, once for each kind of thing.
    """
    parts = [
        f"SELECT {key}_id AS article, {weight} AS weight FROM {rows._meta.db_table} WHERE {thing}_id IN"  # noqa: S608 (names of our own)
        f" (SELECT {thing}_id FROM {rows._meta.db_table} WHERE {key}_id = %s) {which.format(key=key)}"
        for rows, key, thing, weight in SHARED
    ]
    return " UNION ALL ".join(f"SELECT * FROM ({part}) part" for part in parts)  # noqa: S608 (as above)


def _archives(article):
    """Links of the text that are gone, with the archived copies that stand in for them."""
    links = ArticleLink.objects.filter(article=article).exclude(archive_url="")
    return _part(links, "archive", "url", "archive_url")


def _series(article):
    """The series that the article is in, and their public steps."""
    if not article.in_series:
        return
    mine = Series.objects.current().filter(items__article=article)
    yield _part(mine, "series", "title", "slug")
    steps = SeriesItem.objects.filter(
        Q(article__in=Article.objects.current())
        | Q(publication__in=Publication.objects.current())
        | Q(place__in=Place.objects.current()),
        series__in=mine,
    )
    yield _part(
        steps,
        "step",
        Coalesce("article__title", "publication__title", "place__name", output_field=CharField()),
        Coalesce("article__slug", "publication__slug", "place__slug", output_field=CharField()),
        number=Coalesce("publication_id", 0),
        note=Coalesce("article__kind", Value("place"), output_field=CharField()),
        rank=F("order"),
        more="series__slug",
    )


def neighbours(rows, article):
    """Return [(series row, previous step or None, next step or None), …] for the foot of the page."""
    found = []
    for series in rows["series"]:
        steps = [step for step in rows["step"] if step.more == series.slug]
        here = [index for index, step in enumerate(steps) if _is_article(step, article)]
        if here:
            at = here[0]
            before = steps[at - 1] if at else None
            after = steps[at + 1] if at + 1 < len(steps) else None
            found.append((series, before, after))
    return found


def _is_article(step, article):
    return not step.number and step.note == article.kind and step.slug == article.slug
