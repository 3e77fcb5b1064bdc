"""The list of publications: searched, narrowed, in one of four orders."""

from typing import NamedTuple

from django.db.models import Value

from content.listing import Facet, Listing
from content.models import Organisation, Topic
from places.models import Place, Programme
from publications.models import Publication
from publications.searching import SOURCES

LANGUAGES = dict(Publication._meta.get_field("language").choices)


class Named(NamedTuple):
    """A value of a facet in words, with its ring mark if it is a programme."""

    name: str
    mark: str = ""


class PublicationListing(Listing):
    """Publications as the index finds them and the database confirms them."""

    sources = tuple(SOURCES)
    facets = (
        Facet("type", "type", "Type"),
        Facet("group", "for", "Written for"),
        Facet("programme", "programme", "Programme"),
        Facet("topic", "topic", "Topic"),
        Facet("place", "place", "Place"),
        Facet("organisation", "organisation", "Organisation"),
        Facet("language", "language", "Language"),
        Facet("file", "file", "File"),
    )

    def labels(self, values):
        labels = {
            "type": dict(Publication.Type.choices),
            "for": {group.slug: group for group in self.stakeholder_groups},
            "language": LANGUAGES,
            "file": {"yes": "With a file to read here"},
        }
        return labels | named(values)


def named(values):
    """Return {param: {slug: named item}} for topics, programmes, places and organisations, in one query."""
    kinds = {
        "topic": Topic.objects.all(),
        "programme": Programme.objects.published(),
        "place": Place.objects.published(),
        "organisation": Organisation.objects.all(),
    }
    wanted = [named_rows(param, rows, values[param]) for param, rows in kinds.items() if values.get(param)]
    labels = {param: {} for param in kinds}
    for param, slug, name, mark in wanted[0].union(*wanted[1:]).order_by() if wanted else ():
        labels[param][slug] = Named(name, mark)
    return labels


def named_rows(param, rows, slugs):
    name = "short_name" if param == "programme" else "name"
    mark = "mark" if param == "programme" else Value("")
    return rows.order_by().filter(slug__in=slugs).values_list(Value(param), "slug", name, mark)
