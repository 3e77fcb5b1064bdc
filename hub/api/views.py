"""The addresses of the API."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, Value
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alerts.lists import narrowed
from content.addresses import full
from content.linked_data import CC_BY
from hub.api.answers import Problem, endpoint
from hub.api.kinds import KINDS
from hub.api.objects import say
from hub.api.openapi import EXAMPLES, SEARCH_PARAMETERS, document
from hub.api.parameters import PAGING, limit, make_cursor, read, read_cursor, since
from hub.listing import HubListing
from hub.searching import SOURCES
from publications.citations import LICENCES
from publications.models import Publication

LAST_ID = 2**63 - 1


@endpoint
def root(request):
    """Where everything is."""
    read(request, {})
    kinds = {name: full(reverse("api:list", args=[name])) for name in KINDS}
    return kinds | {"search": full(reverse("api:search")), "openapi": full(reverse("api:openapi"))}


@endpoint
def kind_list(request, name):
    """One page of a kind, least recently updated first, so that following `next` misses nothing."""
    kind = KINDS[name]
    query = read(request, kind.parameters | PAGING)
    most = limit(query)
    rows = narrowed(kind.rows(), kind.filters, {n: v for n, v in query.items() if n in kind.filters})
    found = kind.complete(after(rows, query).order_by("updated", "pk")[: most + 1])
    page = found[:most]
    answer = {"items": [say(name, row) for row in page], "next": None}
    if len(found) > most:
        last = page[-1]
        answer["next"] = next_page(request, make_cursor(last.updated.isoformat(), last.pk))
    return answer


def after(rows, query):
    """Return the rows from `since` on that come after the cursor."""
    if moment := since(query):
        rows = rows.filter(updated__gte=moment)
    cursor = read_cursor(query, lambda moment, pk: (moment_of(moment), identity(pk)))
    if cursor is None:
        return rows
    return rows.filter(Q(updated__gt=cursor[0]) | Q(updated=cursor[0], pk__gt=cursor[1]))


def identity(text):
    """Return the number of a row; raise ValueError for what is none."""
    number = int(text)
    if not 0 <= number <= LAST_ID:
        raise ValueError(text)
    return number


def moment_of(text):
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def next_page(request, cursor):
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


@endpoint
def one(request, name, pk):
    """One object."""
    read(request, {})
    kind = KINDS[name]
    found = kind.complete(kind.rows().filter(pk=min(int(pk), LAST_ID))[:1])
    if not found:
        raise Http404
    return say(name, found[0])


@endpoint
def search(request):
    """The site's own search, in its own order, page by page."""
    query = read(request, SEARCH_PARAMETERS)
    asked = request.GET.copy()
    number = read_cursor(query, identity) or 1
    asked["page"] = str(number)
    listing = HubListing(asked)
    if listing.results is None:
        raise Problem(503, "The search is being prepared", "Try again in a minute.", Retry_After="60")
    pages = listing.page.paginator.num_pages
    hits = listing.items if number <= pages else []
    more = next_page(request, make_cursor(number + 1)) if number < pages else None
    return {"total": listing.total, "items": found(hits), "next": more}


def found(hits):
    """Return hits in the words of the API, each with its own licence and clock, for two queries."""
    pks = [hit.pk for hit in hits if hit.kind == "publication"]
    own = dict(Publication.objects.filter(pk__in=pks).values_list("pk", "licence"))
    licences = {("publication", pk): LICENCES.get(licence) for pk, licence in own.items()}
    moments = clocks(hits)
    keys = [(hit.kind, hit.pk) for hit in hits]
    return [
        found_one(hit, moments[key], licences.get(key, CC_BY))
        for hit, key in zip(hits, keys, strict=True)
        if key in moments
    ]


def clocks(hits):
    """Return {(kind, pk): when it was updated} of what was found, by one query."""
    queries = []
    for source in SOURCES:
        rows = source.visible().order_by().filter(pk__in=[hit.pk for hit in hits if hit.kind == source.kind])
        rows = rows.with_updated() if source.clock else rows.annotate(updated=F("changed_at"))
        queries.append(rows.values_list(Value(source.kind), "pk", "updated"))
    found = queries[0].union(*queries[1:], all=True).order_by()
    return {(kind, pk): updated for kind, pk, updated in found}


def found_one(hit, updated, licence):
    return {
        "type": hit.kind,
        "id": hit.pk,
        "url": full(hit.url),
        "title": hit.title,
        "label": hit.label,
        "summary": hit.summary,
        "updated": updated.isoformat(),
        "licence": licence,
    }


@endpoint
def openapi(request):
    return document()


@require_safe
def manual(request):
    """The human page."""
    context = {"examples": EXAMPLES, "kinds": KINDS, "api": full(reverse("api:root")), "section": "about"}
    return render(request, "hub/api.html", context)


@endpoint
def unknown(request):
    raise Http404
