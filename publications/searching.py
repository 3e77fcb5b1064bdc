"""How publications become documents of the search index."""

from django.db.models import Prefetch
from django.utils.html import strip_tags

from content.searching import Document, Page, Source
from places.searching import region_of
from publications.models import File, Publication


def rows():
    """Publications with all that their documents need."""
    return Publication.objects.select_related("publisher").prefetch_related(
        "creators__person", "creators__organisation", "co_publishers", "groups", "topics", "programmes",
        "places", "projects", Prefetch("files", File.objects.current()),
    )  # fmt: skip


def pages_of(file):
    """Yield the pages of a file, however many, without holding them all."""
    for number, text in file.page_texts.values_list("number", "text").iterator(chunk_size=100):
        yield Page(number, text)


def document(publication):
    """Return a publication as search sees it."""
    file = publication.main_file
    carried = [publication.programmes, publication.places, publication.projects]
    carried += [publication.topics, publication.groups, publication.co_publishers]
    named = [publication.subtitle, *(item for items in carried for item in items.all())]
    numbers = [publication.doi, publication.isbn, publication.get_type_display()]
    return Document(
        title=publication.title,
        url=publication.get_absolute_url(),
        summary=publication.abstract,
        text="\n".join([*map(str, named), *numbers, strip_tags(publication.body)]),
        beside=beside(publication, file),
        label=", ".join(part for part in (publication.get_type_display(), publication.issued[:4]) if part),
        authors=[str(creator) for creator in publication.creators.all()],
        publisher=publication.publisher.name if publication.publisher else "",
        issued=publication.issued,
        facets=facets(publication, file),
        pages=pages_of(file) if file else [],
        page_count=file.pages or 0 if file else 0,
        published_at=publication.published_at,
        withdrawn_at=publication.withdrawn_at,
        removed_at=publication.removed_at,
    )


def facets(publication, file):
    """Return {facet: [values]} that a publication is found under."""
    places = publication.places.all()
    bodies = [creator.organisation for creator in publication.creators.all()]
    bodies += [publication.publisher, *publication.co_publishers.all()]
    return {
        "type": [publication.type],
        "group": [group.slug for group in publication.groups.all()],
        "topic": [topic.slug for topic in publication.topics.all()],
        "programme": [programme.slug for programme in publication.programmes.all()],
        "place": [place.slug for place in places],
        "region": [region for place in places for region in region_of(place)],
        "organisation": [body.slug for body in bodies if body],
        "language": [publication.language],
        "file": ["yes"] if file and file.is_readable else [],
    }


def beside(publication, file):
    """Return what a result shows beside the title: the cover's colour and kind, publisher, the file."""
    shown = {
        "cover": publication.cover_class,
        "weave": publication.weave,
        "type": publication.get_type_display(),
        "publisher": publication.publisher.name if publication.publisher else "",
    }
    if file and file.is_readable:
        shown |= {"file": file.get_absolute_url(), "size": file.size_in_words}
    return shown


SOURCES = [
    Source(
        "publication",
        "Publications",
        rows,
        Publication.objects.current,
        document,
        named=("title", "abstract"),
    ),
]
