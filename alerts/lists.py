"""The lists that can be followed, by feed or by mail, each known by the address of its page.

A room above registers its lists here; what is followed is then found by the page's own address,
and nothing that is not registered can be asked for.
"""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max, Value
from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve

MOST_VALUES, LONGEST_VALUE, LONGEST_QUESTION = 20, 100, 200
SINGLE = {"q", "from", "to"}  # parameters of which a page reads only the last
LISTS = {}  # name of an address: ListKind
PHRASES = {"for": "for {}", "group": "for {}", "topic": "about {}", "q": "with “{}”"}
PHRASES |= {"year": "in {}", "from": "from {}", "to": "to {}"}


class UnknownList(Http404):
    """There is no list at that address that can be followed."""


class ListKind(NamedTuple):
    """How the lists of one page are asked.

    `name(**kwargs)` returns what the list is called, or raises Http404; `items(**kwargs)` returns
    QuerySets of publishable content. `filters` are the page's query parameters, each a lookup or
    a function (QuerySet, values) → QuerySet. `narrow(querysets, query, span)` does what only the search
    can: it returns the QuerySets with their matches, where `span` is the (since, until) that they are
    of, or None. `news(since, until)` says itself what is new, for a list that is no page of content.
    A private list is none that a reader can ask for.
    """

    name: Callable
    items: Callable | None = None
    filters: dict = {}
    narrow: Callable | None = None
    news: Callable | None = None
    private: bool = False


class FollowedList(NamedTuple):
    """One list: a page and the filters in use on it."""

    kind: ListKind
    path: str
    kwargs: dict
    query: dict

    @property
    def address(self):
        """The page's address with its filters in a fixed order: equal lists have equal addresses."""
        return f"{self.path}?{self._query_string}" if self.query else self.path

    @property
    def feed_address(self):
        return f"{self.path}feed/{f'?{self._query_string}' if self.query else ''}"

    @property
    def _query_string(self):
        query = QueryDict(mutable=True)
        for name, values in self.query.items():
            query.setlist(name, values)
        return query.urlencode()

    @property
    def title(self):
        """The list in words: “News for councillors about trust”."""
        words = [self.kind.name(**self.kwargs)]
        for name, values in self.query.items():
            said = " or ".join(value.replace("-", " ") for value in values)
            words.append(PHRASES.get(name, "({})").format(said))
        return " ".join(words)

    def newest(self, number, with_needs):
        """Return the items that appeared last, latest first; `with_needs` adds what else to read."""
        latest = [with_needs(items.current().latest_first())[:number] for items in self.querysets()]
        return latest_first(latest)[:number]

    def state(self):
        """Return how many items of each kind there are and when the last appeared, by one query.

        It moves when a date passes and nobody changed anything.
        """
        rows = [
            items.current()
            .order_by()
            .values(row=Value(number))
            .annotate(n=Count("pk"), last=Max("appeared_at"))
            for number, items in enumerate(self.querysets())
        ]
        found = rows[0].union(*rows[1:], all=True).order_by() if rows else []
        return sorted(map(repr, found))

    def appeared(self, since, until, with_needs):
        """Return what is new on the list: readers saw it first after `since`, up to and with `until`."""
        if self.kind.news:
            return self.kind.news(since, until)
        return latest_first(map(with_needs, self.querysets(span=(since, until))))

    def querysets(self, span=None):
        """Return a QuerySet for each kind of content on the list, of a span of time when one is given."""
        querysets = self.kind.items(**self.kwargs)
        if span:
            querysets = [items.appeared(*span) for items in querysets]
        if self.kind.narrow:
            return self.kind.narrow(querysets, self.query, span)
        return [narrowed(items, self.kind.filters, self.query) for items in querysets]


def narrowed(items, filters, query):
    """Return a QuerySet narrowed by {parameter: values}; `filters` says what each parameter means."""
    conditions = {}
    for name, values in query.items():
        lookup = filters[name]
        if callable(lookup):
            items = lookup(items, values)
        else:
            conditions[f"{lookup}__in"] = values
    if conditions:  # in one call, so that all are asked of the same related row
        items = items.filter(pk__in=items.model._base_manager.filter(**conditions).values("pk"))
    return items


def latest_first(querysets):
    items = [item for items in querysets for item in items]
    return sorted(items, key=lambda item: (item.appeared_at or item.published_at, item.pk), reverse=True)


def find(path, query, *, private=False):
    """Return the FollowedList at a path with a QueryDict; raise UnknownList.

    Parameters that the list does not know, empty and repeated values are left out. A private list is
    found only by who asks for those too.
    """
    try:
        match = resolve(path)
        kind = LISTS[match.view_name]
    except (Resolver404, KeyError) as error:
        raise UnknownList from error
    if (kind.private and not private) or len(query.get("q", "")) > LONGEST_QUESTION:
        raise UnknownList
    known = {name: _values(name, query.getlist(name)) for name in sorted(kind.filters)}
    known = {name: values for name, values in known.items() if values}
    return FollowedList(kind, path, match.captured_kwargs, known)


def find_address(address, *, private=False):
    """Return the FollowedList of an address of this site, full or from the slash on; raise UnknownList."""
    try:
        parts = urlsplit(address.removeprefix(settings.SITE_URL))
    except ValueError as error:
        raise UnknownList from error
    if parts.scheme or parts.netloc:
        raise UnknownList
    return find(parts.path, QueryDict(parts.query), private=private)


def _values(name, values):
    values = values[-1:] if name in SINGLE else values[:MOST_VALUES]
    longest = LONGEST_QUESTION if name == "q" else LONGEST_VALUE
    values = {value.replace("\x00", "").strip()[:longest] for value in values}
    return sorted(values - {""})
