"""Citations to take away: of one publication, and of a whole list as it is narrowed."""

import csv
import io

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from content import citing, metadata, searching
from content.addresses import address
from content.pacing import paced
from content.spreadsheets import harmless
from places.code_book import SOURCES
from publications.citations import FORMATS, for_table, work_of
from publications.finding import of_publication
from publications.listing import PublicationListing
from publications.models import Publication

MOST = 1_000  # publications in one export; the page says so
COLUMNS = [
    "id",
    "title",
    "subtitle",
    "authors",
    "publisher",
    "co_publishers",
    "date",
    "type",
    "abstract",
    "body",
    "series",
    "number",
    "pages",
    "licence",
    "topics",
    "groups",
    "programmes",
    "places",
    "projects",
    "events",
    "supersedes",
    "language",
    "doi",
    "isbn",
    "cite_as",
    "sources",
    "url",  # the publisher's page
    "hub_url",
    "file",
]
WRITERS = {"bib": citing.bibtex, "ris": citing.ris, "json": citing.csl_json, "txt": citing.harvard_list}
TYPES = FORMATS | {"csv": "text/csv", "txt": "text/plain"}


@require_safe
@of_publication
def publication_citation(request, publication, suffix):
    """One publication as BibTeX, RIS or CSL-JSON. The Link header leads back to its page."""
    if suffix not in FORMATS:
        raise Http404
    response = _download(WRITERS[suffix]([work_of(publication)]), suffix, publication.slug)
    response["Link"] = metadata.link(address(publication), "describes", "text/html")
    return response


@require_safe
@paced("exports", "EXPORTS_A_MINUTE")
def publication_export(request, suffix):
    """A list of publications under the list's own filters, in its order, the first `MOST` of them."""
    if suffix not in TYPES:
        raise Http404
    listing = PublicationListing(request.GET)
    response = _download(written(_in_order(listing), suffix), suffix, "publications")
    response["X-Robots-Tag"] = "noindex"
    return response


def _in_order(listing):
    shown = for_table(Publication.objects.current())
    try:
        hits = listing.ask(sort=listing.sort, size=MOST, passages=False).hits
    except searching.UnavailableError:
        return shown.newest_first()[:MOST] if not listing.text and not listing.chips else []
    found = shown.in_bulk([hit.pk for hit in hits])
    return [found[hit.pk] for hit in hits if hit.pk in found]


def written(publications, suffix):
    """Return publications (ready `for_table`) as the text of a file."""
    if suffix == "csv":
        return as_csv(publications)
    return WRITERS[suffix]([work_of(publication) for publication in publications])


def as_csv(publications):
    """Return publications as CSV with a heading. A cell that spreadsheets would run gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for publication in publications:
        work = work_of(publication)
        authors = [name.family_first for name in work.authors]
        row = [work.id, work.title, work.subtitle, _list(authors), work.publisher]
        row += [_list(body.name for body in publication.co_publishers.all()), work.issued, work.genre]
        row += [work.abstract, publication.body, work.series, work.number, str(publication.pages or "")]
        row += [publication.licence, _list(work.keywords)]
        row += [_list(group.name for group in publication.groups.all())]
        linked = [publication.programmes, publication.places, publication.projects, publication.events]
        row += [_list(item.slug for item in items.all()) for items in linked]
        row += [reference(publication.supersedes), work.language, work.doi, work.isbn, publication.cite_as]
        row += [SOURCES.text(publication), publication.landing_url, work.url, work.pdf_url]
        writer.writerow(map(harmless, row))
    return text.getvalue()


def reference(publication):
    """Return what an import finds a publication again by: its DOI, or title and year; "" for none."""
    if publication is None:
        return ""
    return publication.doi or f"{publication.title} ({publication.year})"


def _list(values):
    return "; ".join(values)


def _download(text, suffix, name):
    response = HttpResponse(text, content_type=f"{TYPES[suffix]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response
