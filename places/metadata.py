"""What the pages of places, programmes, projects and events tell machines, as schema.org's JSON-LD."""

from django.urls import reverse

from content.addresses import address, full
from content.linked_data import CC_BY, identifier, named, node, subject
from places.code_book import TABLES

# The address that the Office for National Statistics gave each area of its register.
ONS = "http://statistics.data.gov.uk/id/statistical-geography/"


def place_node(place):
    """Return a place with its official code and what it lies within."""
    code = place.gss_code
    point = node("GeoCoordinates", latitude=place.latitude, longitude=place.longitude)
    return subject(
        "AdministrativeArea",
        place,
        name=place.name,
        description=place.summary,
        identifier=identifier("GSS", code),
        sameAs=code and ONS + code,
        containedInPlace=named("AdministrativeArea", place.parent),
        geo=point if place.has_point else None,
    )


def programme_node(programme, projects, related):
    """Return a programme with who paid for it, who leads it and where it worked."""
    return subject(
        "Project",
        programme,
        name=programme.name,
        alternateName=programme.short_name if programme.short_name != programme.name else "",
        description=programme.summary,
        foundingDate=programme.start,
        dissolutionDate=programme.end,
        parentOrganization=named("Organization", programme.lead_organisation),
        sponsor=linked("Organization", "organisation", related.get("sponsors", [])),
        areaServed=[named("AdministrativeArea", project.place) for project in projects],
    )


def project_node(project, related):
    """Return a project: the programme that it is part of, where, and who took part."""
    return subject(
        "Project",
        project,
        name=project.title,
        description=project.issue,
        foundingDate=project.start,
        dissolutionDate=project.end,
        parentOrganization=named("Project", project.programme),
        areaServed=named("AdministrativeArea", project.place),
        member=linked("Organization", "organisation", related.get("partners", [])),
    )


def event_node(event, related):
    """Return an event; where it was and who spoke only as far as it is known."""
    return subject(
        "Event",
        event,
        name=event.name,
        description=event.summary,
        startDate=event.start,
        endDate=event.end,
        location=locations(event),
        eventAttendanceMode=attendance(event),
        organizer=named("Organization", event.organiser),
        performer=linked("Person", "person", related.get("speakers", [])),
    )


def linked(kind, route, rows):
    """Return the nodes of rows of `related.gather`; the pages of their kind have the route."""
    return [node(kind, name=row.title, url=full(reverse(route, args=[row.slug]))) for row in rows]


def locations(event):
    """Return where an event was: a place with its address, online, or both."""
    found = []
    if event.venue or event.town:
        fields = {"name": event.venue or event.town, "address": event.town or event.venue}
        found.append(node("Place", **fields))
    if event.online:
        found.append(node("VirtualLocation", url=address(event)))
    return found[0] if len(found) == 1 else found


def attendance(event):
    """Return schema.org's word for how people took part, or nothing when it is not known."""
    here = bool(event.venue or event.town)
    mode = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}.get(
        (here, event.online)
    )
    return mode and f"https://schema.org/{mode}EventAttendanceMode"


def data_node():
    """Return the record of places and projects as a data set to take away."""
    files = [
        node("DataDownload", name=table, encodingFormat=media_type, contentUrl=full(path))
        for table in TABLES
        for media_type, path in {
            "text/csv": reverse("places:table_csv", args=[table]),
            "application/json": reverse("places:table_json", args=[table]),
        }.items()
    ]
    return node(
        "Dataset",
        id=full(reverse("places:code_book")),
        url=full(reverse("places:code_book")),
        name="Places, programmes and projects of systems leadership in England",
        description="Which programme worked in which place, what was tried, what came of it, and how strong"
        " the evidence is for it. Each fact with its source.",
        license=CC_BY,
        isAccessibleForFree=True,
        distribution=files,
    )
