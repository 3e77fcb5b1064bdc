"""The sitemap: every public address with the day of its last change, in as many files as it takes."""

from functools import partial

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Series
from content.models import Organisation, Person, StakeholderGroup, Topic
from hub import groups, indexes
from places.models import Event, Place, Programme, Project
from publications.models import Publication

MOST_IN_A_FILE = 10_000


class HubSitemap(Sitemap):
    """Base: full addresses under SITE_URL, whatever host was asked."""

    limit = MOST_IN_A_FILE

    def get_urls(self, page=1, site=None, protocol=None):
        protocol, _, domain = settings.SITE_URL.partition("://")
        return self._urls(page, protocol, domain)


class ContentSitemap(HubSitemap):
    """Everything of one kind that readers may find, with its one clock. `fields` make its address."""

    def __init__(self, model, *fields):
        self.model, self.fields = model, fields

    def items(self):
        return self.model.objects.current().with_updated().only(*self.fields).order_by("pk")

    def lastmod(self, item):
        return item.updated


class NamesSitemap(HubSitemap):
    """Pages that gather what carries a name: a group, a topic, a person, an organisation."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.order_by("pk")


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

    def items(self):
        return [reverse(self.view, args=value) for value in self.values()]

    def location(self, address):
        return address


def years():
    return [[year] for year in sorted(indexes.counts_by_year())]


def letters():
    return [[letter] for letter in sorted(indexes.letters())]


SITEMAPS = {
    "pages": PagesSitemap,
    "articles": partial(ContentSitemap, Article, "kind", "slug"),
    "publications": partial(ContentSitemap, Publication, "slug"),
    "programmes": partial(ContentSitemap, Programme, "slug"),
    "places": partial(ContentSitemap, Place, "slug"),
    "projects": partial(ContentSitemap, Project, "slug"),
    "events": partial(ContentSitemap, Event, "slug"),
    "series": partial(ContentSitemap, Series, "slug"),
    "groups": partial(NamesSitemap, StakeholderGroup),
    "topics": partial(NamesSitemap, Topic),
    "people": partial(NamesSitemap, Person),
    "organisations": partial(NamesSitemap, Organisation),
    "topics-for-groups": partial(AddressesSitemap, "group_topic", groups.pairs),
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
    files = [(name, number) for name, paginator in pages.items() for number in paginator.page_range]
    addresses = [{"location": settings.SITE_URL + reverse("sitemap_file", args=file)} for file in files]
    return render(request, "sitemap_index.xml", {"sitemaps": addresses}, content_type="application/xml")


@require_safe
def sitemap_file(request, section, number):
    """One file of a large sitemap; 404 for a section or number that the index does not name."""
    try:
        return answer(request, SITEMAPS[section]().get_urls(page=number))
    except (KeyError, EmptyPage) as error:
        raise Http404 from error


def answer(request, urls):
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")
