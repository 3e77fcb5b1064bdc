"""The kinds of object that the API has: which rows, which filters, and what is said of each."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import DateTimeField, F, Value
from django.urls import reverse

from articles.models import Article
from comments.models import Discussion, HubComment
from content.models import StakeholderGroup, Topic
from hub.api.parameters import SINCE, YEAR, Parameter, tags
from hub.lists import ARTICLE_FILTERS, PLACE_FILTERS, PUBLICATION_FILTERS
from places.models import Place, Programme, Project, Region
from publications.models import Publication

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
LICENCES = {
    Publication.Licence.OGL: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    Publication.Licence.CC_BY: CC_BY,
    Publication.Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
TAGGED = {
    "for": tags("Slugs of stakeholder groups: any of them.", "councillors"),
    "topic": tags("Slugs of topics: any of them."),
}


def full(path):
    return settings.SITE_URL + path


def named(item):
    """Return {name, url} of something that has a page, or None."""
    return item and {"name": str(item), "url": full(item.get_absolute_url())}


def common(kind, item, /, **values):
    """What every object says first: what and where it is, when it was updated, how it may be reused."""
    updated = getattr(item, "updated", None)
    return {
        "type": kind,
        "id": item.pk,
        "url": full(item.get_absolute_url()),
        "api_url": full(reverse("api:item", args=[kind, item.pk])),
        "updated": updated and updated.isoformat(),
        "licence": CC_BY,
        **values,
    }


def tagged(kind, item, /, **values):
    """What content says besides: its title, its date, its groups and topics by slug."""
    about = {
        "title": str(item),
        "published": item.published_at.isoformat(),
        "withdrawn": item.state == "withdrawn",
        "groups": [group.slug for group in item.groups.all()],
        "topics": [topic.slug for topic in item.topics.all()],
    }
    return common(kind, item, **about, **values)


def article(item):
    return tagged(
        "articles",
        item,
        kind=item.kind,
        summary=item.standfirst,
        text=item.body,
        authors=[named(authorship.person) for authorship in item.authorships.all()],
    )


def publication(item):
    return tagged(
        "publications",
        item,
        kind=item.type,
        subtitle=item.subtitle,
        summary=item.abstract,
        text=item.body,
        issued=item.issued,
        language=item.language,
        doi=item.doi,
        isbn=item.isbn,
        pages=item.pages,
        publisher=named(item.publisher),
        creators=[named(creator.person or creator.organisation) for creator in item.creators.all()],
        source_url=item.landing_url,
    ) | {"licence": LICENCES.get(item.licence), "licence_name": item.get_licence_display()}


def programme(item):
    return tagged(
        "programmes",
        item,
        name=item.name,
        kind=item.kind,
        summary=item.summary,
        text=item.description,
        start=item.start,
        end=item.end,
        led_by=named(item.lead_organisation),
    )


def place(item):
    return tagged(
        "places",
        item,
        kind=item.kind,
        summary=item.summary,
        text=item.description,
        gss_code=item.gss_code,
        region=item.region,
        latitude=item.latitude,
        longitude=item.longitude,
        lies_within=named(item.parent),
    )


def project(item):
    return tagged(
        "projects",
        item,
        programme=named(item.programme),
        place=named(item.place),
        status=item.status,
        summary=item.issue,
        tried=item.tried,
        not_known=item.not_known,
        start=item.start,
        end=item.end,
    )


def group(item):
    return common("groups", item, title=item.name, slug=item.slug, summary=item.summary, order=item.order)


def topic(item):
    return common("topics", item, title=item.name, slug=item.slug, summary=item.summary)


def comment(item):
    return common(
        "comments",
        item,
        name=item.user_name,
        text=item.comment,
        group=item.group.slug if item.group else None,
        shown=item.shown_at.isoformat(),
        answers=item.answers_id,
        thread=full(item.discussion.get_absolute_url()),
    )


@dataclass(frozen=True)
class Kind:
    """One kind: its rows as a QuerySet with `updated`, how to say one, what it can be narrowed by."""

    about: str
    rows: Callable
    say: Callable
    filters: dict = field(default_factory=dict)
    parameters: dict = field(default_factory=dict)
    complete: Callable = list  # makes a list of rows ready to be said


def content(model, *related, prefetch=()):
    """Return what makes the QuerySet of a kind of content, with all that is said of it."""

    def rows():
        found = model.objects.current().with_updated().prefetch_related("groups", "topics", *prefetch)
        return found.select_related(*related) if related else found

    return rows


def without_clock(model):
    return lambda: model.objects.annotate(updated=Value(None, DateTimeField()))


def comments():
    return HubComment.objects.public().annotate(updated=F("shown_at")).select_related("group", "discussion")


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
        article,
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
        publication,
        PUBLICATION_FILTERS,
        PUBLICATION_PARAMETERS | SINCE,
    ),
    "programmes": Kind("Programmes of work", content(Programme, "lead_organisation"), programme, {}, SINCE),
    "places": Kind("Places", content(Place, "parent"), place, PLACE_FILTERS, PLACE_PARAMETERS | SINCE),
    "projects": Kind(
        "One programme at work in one place",
        lambda: content(Project, "programme", "place")().shown(),
        project,
        {
            "for": "groups__slug",
            "topic": "topics__slug",
            "programme": "programme__slug",
            "place": "place__slug",
            "status": "status",
        },
        PROJECT_PARAMETERS | SINCE,
    ),
    "groups": Kind("The six stakeholder groups", without_clock(StakeholderGroup), group),
    "topics": Kind("Topics", without_clock(Topic), topic),
    "comments": Kind("Comments that are shown", comments, comment, {}, SINCE, with_threads),
}
