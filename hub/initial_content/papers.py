"""The Hub's own demonstration papers, with their files from fixtures/files."""

import hashlib

from hub.initial_content.reading import FIXTURES, OPENING, organisation, prose, tag
from publications.models import Publication

FILES = FIXTURES / "files"
STORED = "publications/paper-{}.pdf"  # where a file goes in the media store


def build():
    """Make every paper and the record of its file, which waits to be read."""
    for slug, words in prose("papers").items():
        publication = Publication.objects.create(
            title=words["title"],
            slug=slug,
            type=words["type"],
            abstract=words["abstract"],
            publisher=organisation("Systems Leadership Hub"),
            issued="2026-11",
            series="Hub demonstration papers",
            number=str(words["number"]),
            licence=Publication.Licence.CC_BY,
            published_at=None if words.get("draft") else OPENING,
        )
        publication.creators.create(organisation=organisation("Systems Leadership Hub"))
        tag(publication, words)
        content = (FILES / f"{slug}.pdf").read_bytes()
        publication.files.create(
            file=STORED.format(slug),
            name=slug,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            added_at=OPENING,
        )


def store_files(storage):
    """Copy the papers into the media store, those that are not there yet; return how many."""
    missing = [slug for slug in prose("papers") if not storage.exists(STORED.format(slug))]
    for slug in missing:
        with (FILES / f"{slug}.pdf").open("rb") as paper:
            storage.save(STORED.format(slug), paper)
    return len(missing)
