"""Everything that can be found: each room's sources, and people."""

from articles.searching import SOURCES as ARTICLES
from content.models import Person
from content.searching import Document, Source
from places.searching import SOURCES as PLACES
from publications.searching import SOURCES as PUBLICATIONS


def people():
    return Person.objects.select_related("organisation")


def person_document(person):
    """Return a person as search sees them. Their works are documents of their own, with them as author."""
    organisation = str(person.organisation or "")
    return Document(
        title=str(person),
        url=person.get_absolute_url(),
        summary=person.biography or ", ".join(filter(None, [person.role, organisation])),
        text=f"{person.role}\n{organisation}",
        label="Person",
        facets={"organisation": [person.organisation.slug] if person.organisation else []},
    )


SOURCES = [
    *ARTICLES,
    *PUBLICATIONS,
    *PLACES,
    Source(
        "person",
        "People",
        people,
        people,
        person_document,
        clock="",
        compared=("organisation__name",),
        named=("given_name", "family_name"),
    ),
]
