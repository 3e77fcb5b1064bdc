"""The kinds of object that the API has: which rows, which filters, and what each can be narrowed by."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from articles.models import Article, Series
from comments.models import Discussion, HubComment
from content.models import Organisation, Person, StakeholderGroup, Topic
from hub.api.parameters import SINCE, YEAR, Parameter, tags
from hub.lists import ARTICLE_FILTERS, PLACE_FILTERS, PUBLICATION_FILTERS
from places.models import Event, Place, Programme, Project, Region
from publications.models import Publication

TAGGED = {
    "for": tags("Slugs of stakeholder groups: any of them.", "councillors"),
    "topic": tags("Slugs of topics: any of them."),
}


class Kind(NamedTuple):
    """One kind: its rows as a QuerySet with `updated`, what it can be narrowed by."""

    about: str
    rows: Callable
    filters: dict = {}
    parameters: dict = {}
    complete: Callable = list  # makes a list of rows ready to be said


def content(model, *related, prefetch=()):
    """Return what makes the QuerySet of a kind of content, with all that is said of it."""

    def rows():
        found = model.objects.current().with_updated().prefetch_related("groups", "topics", *prefetch)
        return found.select_related(*related) if related else found

    return rows


def dated(model, *related):
    """Return what makes the QuerySet of a kind that is always public."""

    def rows():
        found = model.objects.annotate(updated=F("changed_at"))
        return found.select_related(*related) if related else found

    return rows


def series():
    return Series.objects.current().with_updated().for_page()


def comments():
    updated = Greatest("shown_at", Coalesce("edited_at", "shown_at"))
    return HubComment.objects.public().annotate(updated=updated).select_related("group", "discussion")


def with_threads(rows):
    rows = list(rows)
    Discussion.fetch_items([row.discussion for row in rows])
    return rows


PUBLICATION_PARAMETERS = TAGGED | {
    "type": Parameter(
        "Types of publication: any of them.", choices=tuple(Publication.Type.values), several=True
    ),
    "programme": tags("Slugs of programmes: any of them."),
    "place": tags("Slugs of places: any of them."),
    "organisation": tags("Slugs of publishers: any of them."),
    "language": Parameter("Languages: any of them.", choices=("en", "cy"), several=True),
    "from": Parameter("Issued in this year or later.", YEAR),
    "to": Parameter("Issued in this year or earlier.", YEAR),
}
PLACE_PARAMETERS = TAGGED | {
    "programme": tags("Slugs of programmes at work there: any of them."),
    "status": Parameter(
        "States of a project there: any of them.", choices=tuple(Project.Status.values), several=True
    ),
    "region": Parameter(
        "Regions: any of them.", choices=tuple(region.slug for region in Region), several=True
    ),
}
PROJECT_PARAMETERS = TAGGED | {
    "programme": tags("Slugs of programmes: any of them."),
    "place": tags("Slugs of places: any of them."),
    "status": Parameter("States: any of them.", choices=tuple(Project.Status.values), several=True),
}
KINDS = {
    "articles": Kind(
        "News, insight, last words and films",
        content(Article, prefetch=["authorships__person"]),
        ARTICLE_FILTERS | {"kind": "kind"},
        TAGGED
        | {
            "kind": Parameter(
                "Kinds of article: any of them.", choices=tuple(Article.Kind.values), several=True
            ),
            "year": Parameter("Years of publication: any of them.", YEAR, several=True),
        }
        | SINCE,
    ),
    "publications": Kind(
        "Guides, evaluations, reports and case studies",
        content(Publication, "publisher", prefetch=["creators__person", "creators__organisation"]),
        PUBLICATION_FILTERS,
        PUBLICATION_PARAMETERS | SINCE,
    ),
    "programmes": Kind("Programmes of work", content(Programme, "lead_organisation"), {}, SINCE),
    "places": Kind("Places", content(Place, "parent"), PLACE_FILTERS, PLACE_PARAMETERS | SINCE),
    "projects": Kind(
        "One programme at work in one place",
        lambda: content(Project, "programme", "place")().shown(),
        {
            "for": "groups__slug",
            "topic": "topics__slug",
            "programme": "programme__slug",
            "place": "place__slug",
            "status": "status",
        },
        PROJECT_PARAMETERS | SINCE,
    ),
    "events": Kind(
        "Conferences, launches and learning days",
        content(Event, "organiser", "programme"),
        {},
        SINCE,
    ),
    "series": Kind("Things to read one after the other", series, {}, SINCE),
    "people": Kind("People, in their professional role", dated(Person, "organisation"), {}, SINCE),
    "organisations": Kind("Organisations", dated(Organisation), {}, SINCE),
    "groups": Kind("The six stakeholder groups", dated(StakeholderGroup), {}, SINCE),
    "topics": Kind("Topics", dated(Topic), {}, SINCE),
    "comments": Kind("Comments that are shown", comments, {}, SINCE, with_threads),
}
