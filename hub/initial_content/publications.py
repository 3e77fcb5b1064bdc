"""Every verified publication, as a record that points to its publisher."""

from django.utils.text import slugify

from hub.initial_content.reading import (
    OPENING,
    facts,
    organisation,
    person,
    prose,
    public_address,
    tag,
)
from places.models import Programme
from publications.models import Publication

TYPES = {
    "evaluation": "evaluation",
    "guide": "guide",
    "research report": "report",
    "case study": "case-study",
    "briefing": "briefing",
    "literature review": "review",
    "toolkit": "toolkit",
    "journal article": "article",
}
PROGRAMME_OF_TOPIC = {
    "Local Vision": "systems-leadership-local-vision",
    "integration pioneers": "integration-pioneers",
    "pioneers": "integration-pioneers",
}


def build():
    """Make every verified publication; return them by the id of their fact."""
    words = prose("publications")
    programmes = {programme.slug: programme for programme in Programme.objects.all()}
    return {
        row["id"]: _publication(row, words[row["id"]], programmes)
        for row in facts("publications")
        if row["verified"]
    }


def _publication(row, words, programmes):
    issued = f"{row['year']}-{row['month']:02}" if row["month"] else str(row["year"])
    publication = Publication.objects.create(
        title=row["title"],
        subtitle=row["subtitle"] or "",
        slug=slugify(row["title"])[:150],
        type=TYPES[row["type"]],
        abstract=words["abstract"],
        publisher=organisation(row["organisation"]),
        issued=issued,
        doi=row["doi"] or "",
        isbn=row["isbn"] or "",
        licence=_licence(row["licence"]),
        pages=row["pages"],
        landing_url=row["url"] if row["url_kind"] == "landing" else "",
        published_at=OPENING,
    )
    publication.co_publishers.set([organisation(name) for name in row["co_publishers"]])
    for order, name in enumerate(row["authors"]):
        publication.creators.create(order=order, person=person(name))
    about = {PROGRAMME_OF_TOPIC.get(topic) for topic in row["topics"]} - {None}
    publication.programmes.set([programmes[slug] for slug in about])
    tag(publication, words)
    title = row["verified_source_title"]
    publication.sources.create(title=title, url=public_address(title, row["verified_source_url"]))
    return publication


def _licence(words):
    """Map what a source says of rights to our list; nothing said is not known."""
    words = (words or "").lower()
    if "cc by 4.0" in words:
        return Publication.Licence.CC_BY
    if words.startswith("copyright") or "all rights reserved" in words:
        return Publication.Licence.RESERVED
    return Publication.Licence.UNKNOWN
