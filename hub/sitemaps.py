"""The sitemap: every public address with the day of its last change, in as many files as it takes."""

from functools import cached_property, partial

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage
from django.db.models import F, Max
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Series
from content.models import Organisation, Person, StakeholderGroup, Topic
from content.publishing import Publishable
from hub import indexes
from places.models import Event, Place, Programme, Project
from publications.models import Publication

MOST_IN_A_FILE = 10_000
TAGGED = [Article, Publication, Project]  # what the pages of groups and topics gather


class HubSitemap(Sitemap):
    """Base: full addresses under SITE_URL, whatever host was asked."""

    limit = MOST_IN_A_FILE

    def get_urls(self, page=1, site=None, protocol=None):
        protocol, _, domain = settings.SITE_URL.partition("://")
        return self._urls(page, protocol, domain)


class ContentSitemap(HubSitemap):
    """Everything of one kind that lists offer, with its one clock. `fields` make its address."""

    def __init__(self, offered, *fields):
        self.offered, self.fields = offered, fields

    def items(self):
        return self.offered().with_updated().only(*self.fields).order_by("pk")

    def lastmod(self, item):
        return item.updated


class NamesSitemap(HubSitemap):
    """Pages that gather what carries a name: a group, a topic, a person, an organisation.

    `carriers` are (kind of content, the way from it to the name). A page changes with its own row and
    with all that ever stood on it, so that it does not seem older when something is taken away.
    """

    def __init__(self, model, *carriers):
        self.model, self.carriers = model, carriers

    def items(self):
        return self.model.objects.order_by("pk")

    def lastmod(self, item):
        return max(item.changed_at, self._carried.get((item.slug,), item.changed_at))

    @cached_property
    def _carried(self):
        """{(slug of a name,): when something that carries it last changed}."""
        return latest([(kind.objects.ever_public(), [f"{name}__slug"]) for kind, name in self.carriers])


class PagesSitemap(HubSitemap):
    """The pages that are always there."""

    def items(self):
        kinds = [reverse("articles:list", args=[kind]) for kind in Article.Kind]
        names = ["home", "groups", "a_to_z", "years", "publications:list"]
        names += [
            f"places:{name}"
            for name in ["list", "programme_list", "event_list", "grading", "compare", "code_book"]
        ]
        about = ["about", "accessibility", "privacy", "contact", "api:manual"]
        return [reverse(name) for name in names] + kinds + [reverse(name) for name in about]

    def location(self, address):
        return address


class AddressesSitemap(HubSitemap):
    """Pages whose addresses are made of values that content has: a letter, a year, a group and a topic."""

    def __init__(self, view, values):
        self.view, self.values = view, values

    @cached_property
    def _changed(self):
        return {reverse(self.view, args=value): moment for value, moment in sorted(self.values().items())}

    def items(self):
        return list(self._changed)

    def location(self, address):
        return address

    def lastmod(self, address):
        return self._changed[address]


def years():
    """Return {(year,): when something of that year last changed} of the years that have a page."""
    ever_public = indexes.in_their_years(lambda items: items.ever_public())
    changed = latest([(rows, ["in_year"]) for rows in ever_public])
    return {(year,): changed[year,] for year in indexes.counts_by_year()}


def letters():
    """Return {(letter,): when a name under it last changed}."""
    changed = {}
    for (first,), moment in latest([(names, ["letter"]) for _, names in indexes.named()]).items():
        letter = indexes.under(first)
        changed[letter,] = max(moment, changed.get((letter,), moment))
    return changed


def pairs():
    """Return {(slug of a group, slug of a topic): when something of both last changed}."""
    tags = ["groups__slug", "topics__slug"]
    found = [
        rows.order_by().exclude(groups=None).exclude(topics=None).values_list(*tags)
        for rows in (Article.objects.current(), Publication.objects.current(), Project.objects.shown())
    ]
    changed = latest([(kind.objects.ever_public(), tags) for kind in TAGGED])
    return {pair: changed[pair] for pair in found[0].union(*found[1:]).order_by()}


def latest(parts):
    """Return {values: when a row with them last changed} of parts (rows, names of the values); one query."""
    found = [clocked(rows).order_by().values_list(*names).annotate(Max("updated")) for rows, names in parts]
    changed = {}
    for *values, moment in found[0].union(*found[1:], all=True).order_by():
        key = tuple(values)
        changed[key] = max(moment, changed.get(key, moment))
    return changed


def clocked(rows):
    """Return rows with `updated`, whatever keeps their clock."""
    is_content = issubclass(rows.model, Publishable)
    return rows.with_updated() if is_content else rows.annotate(updated=F("changed_at"))


SITEMAPS = {
    "pages": PagesSitemap,
    "articles": partial(ContentSitemap, Article.objects.current, "kind", "slug"),
    "publications": partial(ContentSitemap, Publication.objects.current, "slug"),
    "programmes": partial(ContentSitemap, Programme.objects.current, "slug"),
    "places": partial(ContentSitemap, Place.objects.current, "slug"),
    "projects": partial(ContentSitemap, Project.objects.shown, "slug"),
    "events": partial(ContentSitemap, Event.objects.current, "slug"),
    "series": partial(ContentSitemap, Series.objects.current, "slug"),
    "groups": partial(NamesSitemap, StakeholderGroup, *((kind, "groups") for kind in TAGGED)),
    "topics": partial(NamesSitemap, Topic, *((kind, "topics") for kind in TAGGED)),
    "people": partial(
        NamesSitemap, Person, (Article, "authors"), (Publication, "creators__person"), (Project, "enabler")
    ),
    "organisations": partial(
        NamesSitemap,
        Organisation,
        *((Publication, way) for way in ["publisher", "co_publishers", "creators__organisation"]),
        *((Programme, way) for way in ["lead_organisation", "sponsors"]),
    ),
    "topics-for-groups": partial(AddressesSitemap, "group_topic", pairs),
    "years": partial(AddressesSitemap, "year", years),
    "letters": partial(AddressesSitemap, "letter", letters),
}


@require_safe
def sitemap(request):
    """One file while everything fits into it, an index of files from then on."""
    sections = {name: make() for name, make in SITEMAPS.items()}
    pages = {name: section.paginator for name, section in sections.items()}
    if sum(paginator.count for paginator in pages.values()) <= MOST_IN_A_FILE:
        return answer(request, [url for section in sections.values() for url in section.get_urls()])
    files = [(name, number) for name, found in pages.items() if found.count for number in found.page_range]
    addresses = [{"location": settings.SITE_URL + reverse("sitemap_file", args=file)} for file in files]
    return render(
        request, "sitemap_index.xml", {"sitemaps": addresses}, content_type="application/xml; charset=utf-8"
    )


@require_safe
def sitemap_file(request, section, number):
    """One file of a large sitemap; 404 for a section or number that the index does not name."""
    try:
        return answer(request, SITEMAPS[section]().get_urls(page=number))
    except (KeyError, EmptyPage) as error:
        raise Http404 from error


def answer(request, urls):
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml; charset=utf-8")
