"""How places, projects, programmes and events become documents of the search index."""

from django.utils.html import strip_tags

from content.searching import Document, Source
from places.models import Event, Place, Programme, Project, Region


def region_of(place):
    """Return the slug of a place's region in a list, which is empty when it is not known."""
    return [Region(place.region).slug] if place.region else []


def place_rows():
    return Place.objects.select_related("parent").prefetch_related("groups", "topics", "projects__programme")


def place_document(place):
    """Return a place as search sees it, with the names of the programmes that worked there."""
    programmes = [project.programme for project in place.projects.all()]
    named = [place.parent, place.gss_code, *programmes, *place.groups.all(), *place.topics.all()]
    return Document(
        title=place.name,
        url=place.get_absolute_url(),
        summary=place.summary,
        text="\n".join([strip_tags(place.description), place.bodies, *(str(each) for each in named if each)]),
        label=place.get_kind_display().capitalize(),
        facets={
            "group": [group.slug for group in place.groups.all()],
            "topic": [topic.slug for topic in place.topics.all()],
            "programme": [programme.slug for programme in programmes],
            "place": [place.slug],
            "region": region_of(place),
        },
        published_at=place.published_at,
        withdrawn_at=place.withdrawn_at,
        removed_at=place.removed_at,
    )


def project_rows():
    return Project.objects.select_related("programme", "place", "enabler").prefetch_related(
        "groups", "topics", "partners"
    )


def project_document(project):
    """Return a project as search sees it: the issue, what was tried, who took part."""
    named = [project.programme, project.place, project.wave, *project.partners.all(), *project.topics.all()]
    return Document(
        title=project.title,
        url=project.get_absolute_url(),
        summary=project.issue,
        text=strip_tags("\n".join([project.tried, project.not_known, *map(str, named)])),
        label=f"Project, {project.programme}",
        authors=[str(project.enabler)] if project.enabler else [],
        issued=project.start,
        facets={
            "group": [group.slug for group in project.groups.all()],
            "topic": [topic.slug for topic in project.topics.all()],
            "programme": [project.programme.slug],
            "place": [project.place.slug],
            "region": region_of(project.place),
        },
        published_at=project.published_at,
        withdrawn_at=project.withdrawn_at,
        removed_at=project.removed_at,
    )


def programme_rows():
    return Programme.objects.select_related("lead_organisation").prefetch_related(
        "groups", "topics", "sponsors"
    )


def programme_document(programme):
    """Return a programme as search sees it."""
    bodies = [
        *([programme.lead_organisation] if programme.lead_organisation else []),
        *programme.sponsors.all(),
    ]
    named = [programme.short_name, *bodies, *programme.groups.all(), *programme.topics.all()]
    facts = [programme.scale, programme.funding]
    return Document(
        title=programme.name,
        url=programme.get_absolute_url(),
        summary=programme.summary,
        text="\n".join([strip_tags(programme.description), *facts, *map(str, named)]),
        label=programme.kind,
        issued=programme.start,
        facets={
            "group": [group.slug for group in programme.groups.all()],
            "topic": [topic.slug for topic in programme.topics.all()],
            "programme": [programme.slug],
            "organisation": [body.slug for body in bodies],
        },
        published_at=programme.published_at,
        withdrawn_at=programme.withdrawn_at,
        removed_at=programme.removed_at,
    )


def event_rows():
    return Event.objects.select_related("organiser", "programme").prefetch_related(
        "groups", "topics", "speakers"
    )


def event_document(event):
    """Return an event as search sees it, with where it is, who runs it and who speaks."""
    known = [event.where, event.organiser, event.programme]
    named = [*(each for each in known if each), *event.groups.all(), *event.topics.all()]
    return Document(
        title=event.name,
        url=event.get_absolute_url(),
        summary=event.summary,
        text="\n".join([strip_tags(event.description), *map(str, named)]),
        label=", ".join([event.kind.capitalize() or "Event", event.start[:4]]),
        authors=[str(person) for person in event.speakers.all()],
        issued=event.start,
        facets={
            "group": [group.slug for group in event.groups.all()],
            "topic": [topic.slug for topic in event.topics.all()],
            "programme": [event.programme.slug] if event.programme else [],
            "organisation": [event.organiser.slug] if event.organiser else [],
        },
        published_at=event.published_at,
        withdrawn_at=event.withdrawn_at,
        removed_at=event.removed_at,
    )


SOURCES = [
    Source("place", "Places", place_rows, Place.objects.current, place_document, named=("name",)),
    Source("project", "Projects", project_rows, Project.objects.shown, project_document),
    Source(
        "programme",
        "Programmes",
        programme_rows,
        Programme.objects.current,
        programme_document,
        named=("name",),
    ),
    Source("event", "Events", event_rows, Event.objects.current, event_document, named=("name",)),
]
