"""How articles and series become documents of the search index."""

from django.utils import timezone
from django.utils.html import strip_tags

from articles.models import Article, Series
from content.searching import Document, Source
from places.searching import region_of


def rows():
    """Articles with all that their documents need."""
    return Article.objects.prefetch_related(
        "authorships__person", "groups", "topics", "programmes", "places", "perspectives__group"
    )


def document(article):
    """Return an article as search sees it: its perspectives are part of it."""
    places, programmes = article.places.all(), article.programmes.all()
    groups, topics = article.groups.all(), article.topics.all()
    perspectives = [f"{each.heading}\n{each.body}" for each in article.perspectives.all()]
    issued = timezone.localtime(article.published_at).date() if article.published_at else None
    named = map(str, [*programmes, *places, *groups, *topics, article.source_line, article.credit])
    return Document(
        title=article.title,
        url=article.get_absolute_url(),
        summary=article.standfirst,
        text=strip_tags("\n".join([article.body, *perspectives, *named])),
        label=", ".join(filter(None, [article.get_kind_display(), issued and str(issued.year)])),
        authors=[str(each.person) for each in article.authorships.all()],
        issued=issued.isoformat() if issued else "",
        facets={
            "group": [group.slug for group in groups],
            "topic": [topic.slug for topic in topics],
            "programme": [programme.slug for programme in programmes],
            "place": [place.slug for place in places],
            "region": [region for place in places for region in region_of(place)],
        },
        published_at=article.published_at,
        withdrawn_at=article.withdrawn_at,
        removed_at=article.removed_at,
    )


def series_document(series):
    """Return a series as search sees it. Its steps are documents of their own."""
    return Document(
        title=series.title,
        url=series.get_absolute_url(),
        summary=series.summary,
        label="Series",
        published_at=series.published_at,
        withdrawn_at=series.withdrawn_at,
        removed_at=series.removed_at,
    )


SOURCES = [
    Source("article", "Articles", rows, Article.objects.current, document),
    Source("series", "Series", Series.objects.all, Series.objects.current, series_document),
]
