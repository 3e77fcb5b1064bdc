"""A search that somebody follows: what the index finds of it, as QuerySets like those of any other list."""

from collections import defaultdict

from django.db.models import Value
from django.http import QueryDict

from articles.models import Article, Series
from content import searching
from hub.listing import HubListing
from hub.searching import SOURCES
from places.models import Event, Place, Programme, Project
from publications.models import Publication

FILTERS = dict.fromkeys(["q", "kind", "for", "programme", "topic", "region", "place", "from", "to"])
LATEST = 200  # matches that a feed looks at: more than it shows
KINDS = {
    Article: "article",
    Series: "series",
    Publication: "publication",
    Place: "place",
    Project: "project",
    Programme: "programme",
    Event: "event",
}


class SavedSearch(HubListing):
    """A search without its page: the database says in any case what may be shown."""

    _hidden = ()


def everything():
    """Return a QuerySet of every kind that search finds, but for people, who do not appear one day."""
    return [Project.objects.shown() if model is Project else model.objects.all() for model in KINDS]


def narrow(querysets, query, span):
    """Return the QuerySets with what a search finds of them; raise searching.UnavailableError.

    Of a span of time it finds every match, once the index has read up to its end; else the latest.
    Only what was asked for counts: words that nobody has used yet are not taken for similar ones.
    """
    words = QueryDict(mutable=True)
    for name, values in query.items():
        words.setlist(name, values)
    options = {"size": LATEST}
    if span:
        searching.keep_up(SOURCES, span[1])
        keys = keys_of(querysets)
        options = {"size": len(keys), "keys": keys}
        if not keys:
            return []
    found = SavedSearch(words).ask(sort="latest", passages=False, exact=True, **options)
    matches = defaultdict(list)
    for hit in found.hits:
        matches[hit.kind].append(hit.pk)
    return [items.filter(pk__in=matches[KINDS[items.model]]) for items in querysets]


def keys_of(querysets):
    """Return the keys (“kind:pk”) under which the index knows these items; one query."""
    rows = [items.order_by().values_list(Value(KINDS[items.model]), "pk") for items in querysets]
    return [f"{kind}:{pk}" for kind, pk in rows[0].union(*rows[1:], all=True).order_by()]
