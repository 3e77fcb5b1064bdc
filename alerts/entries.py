"""What a feed or a mail says of an item of any kind, in plain values."""

from functools import singledispatch
from typing import NamedTuple

from django.utils.text import Truncator

from articles.models import Article, Series
from comments.models import HubComment
from comments.text import as_html
from places.models import Event, Place, Programme, Project
from publications.models import Publication


class Entry(NamedTuple):
    """One item in words. `text` is its whole text as HTML; `groups` are those it is for."""

    title: str
    kind: str
    summary: str
    text: str
    authors: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


NEEDS = {  # what `entry` reads beside the row itself
    Article: ["groups", "authorships__person"],
    Publication: ["groups", "creators__person", "creators__organisation"],
    Programme: ["groups"],
    Place: ["groups"],
    Project: ["groups", "place"],
    Event: ["groups"],
    Series: [],
    HubComment: ["group"],
}


def with_needs(items):
    """Return the QuerySet with all that `entry` reads, in a fixed number of queries."""
    return items.prefetch_related(*NEEDS[items.model])


def _groups(item):
    return tuple(group.name for group in item.groups.all())


@singledispatch
def entry(item):
    """Return the Entry of an item of a kind that lists hold; raise TypeError for any other."""
    raise TypeError(f"{type(item).__name__} is on no list.")


@entry.register
def _(article: Article):
    authors = tuple(str(authorship.person) for authorship in article.authorships.all())
    kind = article.get_kind_display()
    return Entry(article.title, kind, article.standfirst, article.body, authors, _groups(article))


@entry.register
def _(publication: Publication):
    authors = tuple(str(creator) for creator in publication.creators.all())
    kind, text = publication.get_type_display(), publication.body
    return Entry(publication.title, kind, publication.abstract, text, authors, _groups(publication))


@entry.register
def _(programme: Programme):
    text, groups = programme.description, _groups(programme)
    return Entry(str(programme), "Programme", programme.summary, text, groups=groups)


@entry.register
def _(place: Place):
    return Entry(str(place), "Place", place.summary, place.description, groups=_groups(place))


@entry.register
def _(project: Project):
    text = project.tried + project.not_known
    return Entry(str(project), "Project", project.issue, text, groups=_groups(project))


@entry.register
def _(event: Event):
    return Entry(event.name, "Event", event.summary, event.description, groups=_groups(event))


@entry.register
def _(series: Series):
    return Entry(series.title, "Series", series.summary, "")


@entry.register
def _(comment: HubComment):
    title = f"{comment.user_name} on “{comment.page_title}”"
    summary = Truncator(" ".join(comment.comment.split())).words(40, truncate=" …")
    groups = (comment.group.name,) if comment.group else ()
    return Entry(title, "Comment", summary, as_html(comment.comment), (comment.user_name,), groups)
