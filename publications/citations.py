"""A publication as citations and metadata know it: plain values, full addresses."""

from types import SimpleNamespace

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from content import metadata
from content.addresses import address, full
from content.citing import Name, Work, harvard
from content.metadata import About, Download
from publications.models import Publication

LICENCES = {
    Publication.Licence.OGL: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    Publication.Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Publication.Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
FORMATS = {  # suffix: media type
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}

NAMES = ["BibTeX", "RIS", "CSL-JSON"]


NAMED = ["creators__person", "creators__organisation", "topics", "groups", "files", "co_publishers"]
LINKED = ["programmes", "places", "projects"]


def for_citing(publications):
    """Return a queryset of publications with all that a citation or a metadata record says in public."""
    return publications.select_related("publisher").prefetch_related(*NAMED, *published(LINKED))


def for_table(publications, *, private=False):
    """Return a queryset of publications with all that a row of a table says; for staff, with drafts in it."""
    linked = [*LINKED, "events", "supersedes"]
    linked = linked if private else published(linked)
    return publications.select_related("publisher").prefetch_related(*NAMED, "sources", *linked)


def published(names):
    """Return what prefetches these links of publications as far as readers may know of them."""
    models = {name: Publication._meta.get_field(name).related_model for name in names}
    return [Prefetch(name, model.objects.published()) for name, model in models.items()]


def work_of(publication, topics=None):
    """Return a publication as a `Work`; `topics` are given where the page has them already."""
    main = publication.main_file
    return Work(
        id=str(publication.pk),
        title=publication.title,
        subtitle=publication.subtitle,
        url=address(publication),
        type="article" if publication.type == Publication.Type.ARTICLE else "report",
        genre=publication.get_type_display(),
        authors=tuple(name_of(creator) for creator in publication.creators.all()),
        publisher=publication.publisher.name if publication.publisher else "",
        issued=publication.issued,
        doi=publication.doi,
        isbn=publication.isbn,
        series=publication.series,
        number=publication.number,
        abstract=publication.abstract,
        language=publication.language,
        keywords=tuple(topic.name for topic in (publication.topics.all() if topics is None else topics)),
        pdf_url=full(main.get_absolute_url()) if main else "",
        as_asked=publication.cite_as,
    )


def name_of(creator):
    if creator.organisation:
        return Name(creator.organisation.name, is_body=True)
    return Name(creator.person.family_name, creator.person.given_name)


def about_of(publication, linked):
    """Return what metadata says of a publication beside its citation; `linked` is what its page links to."""
    files = [file for file in publication.files.all() if file.replaced_on is None]
    people = [creator.person for creator in publication.creators.all() if creator.person]
    return About(
        licence_url=LICENCES.get(publication.licence, ""),
        downloads=tuple(Download(full(file.get_absolute_url()), size=file.size) for file in files),
        places=tuple((place.name, "") for place in linked["places"]),
        audiences=tuple(group.name for group in linked["groups"]),
        programmes=tuple((each.name, full(each.url)) for each in linked["programmes"]),
        orcids=tuple(person.orcid for person in people if person.orcid),
        modified=publication.updated_at.isoformat(timespec="seconds"),
    )


def for_page(publication, linked):
    """Return what the page of a publication says to those who cite it and to machines."""
    work, about = work_of(publication, linked["topics"]), about_of(publication, linked)
    return SimpleNamespace(
        reference=harvard(work, timezone.localdate()),
        formats=[(name, *found) for name, found in zip(NAMES, descriptions(publication), strict=True)],
        tags=metadata.highwire(work, about),
        node=metadata.json_ld(work, about),
        links=metadata.link_header(work, about, descriptions(publication)),
    )


def descriptions(publication):
    """Return [(full address, media type)] of a publication's metadata files."""
    path = [publication.pk, publication.slug]
    return [
        (full(reverse("publications:citation", args=[*path, suffix])), media_type)
        for suffix, media_type in FORMATS.items()
    ]
