"""Core programmes, their places, and the project of each pair."""

from content.models import Organisation
from hub.initial_content.reading import (
    OPENING,
    add_sources,
    facts,
    full_name,
    organisation,
    person,
    prose,
    tag,
)
from places.models import Place, Programme, Project

MARKS = {
    "systems-leadership-local-vision": "lv",
    "leadership-for-change": "lc",
    "integration-pioneers": "ip",
}


def build():
    programmes = _programmes()
    _places(programmes)


def _programmes():
    words = prose("programmes")
    made = {}
    for row in facts("programmes"):
        if not row["core"]:
            continue
        made[row["id"]] = programme = Programme.objects.create(
            name=row["name"].replace(" - ", ": "),
            short_name=row["short_name"],
            slug=row["id"],
            kind=row["kind"],
            mark=MARKS.get(row["id"], ""),
            summary=words[row["id"]]["summary"],
            description=words[row["id"]]["description"],
            start=row["start_date"] or "",
            end=row["end_date"] or "",
            lead_organisation=organisation(row["lead_body"]),
            scale=row["scale"] or "",
            funding=row["funding"] or "",
            evaluation=row["evaluation"] or "",
            links="\n".join(row["urls"]),
            published_at=OPENING,
        )
        programme.sponsors.set([organisation(name) for name in row["sponsors"]])
        tag(programme, words[row["id"]])
        add_sources(programme, row)
    return made


def _places(programmes):
    words = prose("places")
    project_words = prose("projects")
    regions = {}
    for row in facts("places"):
        if not row["core"]:
            continue
        if row["region_code"] not in regions:
            regions[row["region_code"]] = Place.objects.create(
                name=row["region"],
                slug=row["region"].lower().replace(" ", "-"),
                kind=Place.Kind.REGION,
                region=row["region_code"],
                gss_code=row["region_code"],
                published_at=OPENING,
            )
        place = Place.objects.create(
            name=row["name"],
            slug=row["id"],
            kind=Place.Kind.HEALTH_AREA,
            region=row["region_code"],
            parent=regions[row["region_code"]],
            latitude=row["lat"],
            longitude=row["lon"],
            summary=words[row["id"]]["summary"],
            description=words[row["id"]]["description"],
            bodies="\n".join(row["local_authorities"]),
            published_at=OPENING,
        )
        tag(place, words[row["id"]])
        add_sources(place, row)
        for programme_id in row["programmes"]:
            if programme_id in programmes:
                key = f"{programme_id}/{row['id']}"
                _project(programmes[programme_id], place, row, project_words[key])


def _project(programme, place, row, words):
    pioneer = programme.slug == "integration-pioneers"
    project = Project.objects.create(
        programme=programme,
        place=place,
        title=words["title"],
        slug=f"{programme.slug}-{place.slug}",
        issue=words["issue"],
        tried=words["tried"],
        not_known=words["not_known"],
        enabler=person(words["enabler"]) if words.get("enabler") else None,
        wave=(row["wave"] or "") if pioneer else "",
        start=str(row["year_start"] or "") if pioneer else "",
        published_at=OPENING,
    )
    _partners(project, words["partners"])
    tag(project, words)
    add_sources(project, row)


def _partners(project, names):
    """Join the partners that have a page; the others stay as the source names them."""
    known = {name: Organisation.objects.filter(name=full_name(name)).first() for name in names}
    project.partners.set([body for body in known.values() if body])
    project.other_partners = "\n".join(name.replace("'", "’") for name, body in known.items() if not body)
    project.save()
