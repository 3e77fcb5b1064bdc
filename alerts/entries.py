"""What a feed or a mail says of an item of any kind, in plain values."""

from dataclasses import dataclass
from functools import singledispatch

from articles.models import Article
from places.models import Event, Place, Programme, Project
from publications.models import Publication


@dataclass(frozen=True)
class Entry:
    """One item in words. `text` is its whole text as HTML."""

    kind: str
    summary: str
    text: str
    authors: tuple[str, ...] = ()


NEEDS = {  # what `entry` reads beside the row itself
    Article: ["groups", "authorships__person"],
    Publication: ["groups", "creators__person", "creators__organisation"],
    Programme: ["groups"],
    Place: ["groups"],
    Project: ["groups", "place"],
    Event: ["groups"],
}


def with_needs(items):
    """Return the QuerySet with all that `entry` reads, in a fixed number of queries."""
    return items.prefetch_related(*NEEDS[items.model])


@singledispatch
def entry(item):
    """Return the Entry of an item of a kind that lists hold; raise TypeError for any other."""
    raise TypeError(f"{type(item).__name__} is on no list.")


@entry.register
def _(article: Article):
    authors = tuple(str(authorship.person) for authorship in article.authorships.all())
    return Entry(article.get_kind_display(), article.standfirst, article.body, authors)


@entry.register
def _(publication: Publication):
    authors = tuple(str(creator) for creator in publication.creators.all())
    return Entry(publication.get_type_display(), publication.abstract, publication.body, authors)


@entry.register
def _(programme: Programme):
    return Entry("Programme", programme.summary, programme.description)


@entry.register
def _(place: Place):
    return Entry("Place", place.summary, place.description)


@entry.register
def _(project: Project):
    return Entry("Project", project.issue, project.tried + project.not_known)


@entry.register
def _(event: Event):
    return Entry("Event", event.summary, event.description)
