"""What a publication's page points to: asked for in one query, whatever there is of it."""

from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.urls import reverse

from places.models import Event, Place, Programme, Project
from publications.models import Publication, PublicationGroup, PublicationTopic

READ_NEXT, LOOKED_AT = 4, 500


class Link(NamedTuple):
    """A name with an address; `mark` is a programme's ring mark."""

    name: str
    url: str
    mark: str = ""


def linked(publication, groups):
    """Return {kind: [Link, …]} of all that the publication is about, by, or replaced by.

    `groups` are the six stakeholder groups; those it was written for come back under "groups".
    """
    found = {kind: [] for kind in [*ROUTES, "sources"]}
    group_keys = set()
    for kind, pk, slug, name, mark in _rows(publication):
        if kind == "groups":
            group_keys.add(pk)
        else:
            found[kind].append(Link(name, _address(kind, pk, slug), mark))
    for links in found.values():
        links.sort(key=lambda link: link.name)
    return found | {"groups": [group for group in groups if group.pk in group_keys]}


ROUTES = {
    "topics": "topic",
    "programmes": "places:programme",
    "places": "places:detail",
    "projects": "places:project",
    "events": "places:event",
    "co_publishers": "organisation",
    "replaced_by": "publications:detail",
    "replaces": "publications:detail",
}


def _address(kind, pk, slug):
    if kind == "sources":
        return slug
    keyed_by_number = kind in {"replaced_by", "replaces"}
    return reverse(ROUTES[kind], args=[pk, slug] if keyed_by_number else [slug])


def _rows(publication):
    """Return (kind, pk, slug, name, mark) of every link, in one UNION."""
    tags = {"content_object": publication}
    public = Publication.objects.published()
    queries = [
        _columns("groups", PublicationGroup.objects.filter(**tags), "tag_id", "tag__slug", "tag__name"),
        _columns("topics", PublicationTopic.objects.filter(**tags), "tag_id", "tag__slug", "tag__name"),
        _columns("programmes", _about(Programme, publication), "pk", "slug", "short_name", "mark"),
        _columns("places", _about(Place, publication), "pk", "slug", "name"),
        _columns("projects", _about(Project, publication), "pk", "slug", "title"),
        _columns("events", _about(Event, publication), "pk", "slug", "name"),
        _columns("co_publishers", publication.co_publishers.all(), "pk", "slug", "name"),
        _columns("replaced_by", public.filter(supersedes=publication), "pk", "slug", "title"),
        _columns("sources", publication.sources.all(), "pk", "url", "title"),
        _columns("replaces", public.filter(pk=publication.supersedes_id), "pk", "slug", "title"),
    ]
    return queries[0].union(*queries[1:], all=True)


def _about(model, publication):
    return model.objects.published().filter(publications=publication)


def _columns(kind, rows, pk, slug, name, mark=None):
    return rows.order_by().values_list(Value(kind), pk, slug, name, mark or Value(""))


def read_next(publication):
    """Return up to four current publications that share most of its topics and groups, newest first.

    The latest with each are looked at, so that a page costs no more when there are many.
    """
    topics = PublicationTopic.objects.filter(content_object=publication).values("tag")
    groups = PublicationGroup.objects.filter(content_object=publication).values("tag")
    near = Q(pk__in=_latest(PublicationTopic, topics)) | Q(pk__in=_latest(PublicationGroup, groups))
    same_type = Case(When(type=publication.type, then=1), default=0, output_field=IntegerField())
    return (
        Publication.objects.current()
        .filter(near)
        .exclude(pk=publication.pk)
        .annotate(shared=Count("topics", filter=Q(topics__in=topics), distinct=True) + same_type)
        .order_by("-shared", "-issued", "pk")[:READ_NEXT]
    )


def _latest(rows, tags):
    """Return the keys of the publications that were the last to get one of these tags."""
    return rows.objects.filter(tag__in=tags).order_by("-pk").values("content_object")[:LOOKED_AT]
