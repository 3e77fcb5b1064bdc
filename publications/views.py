"""The list of publications, the page of one, and the text of one page of its file."""

from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from content.keeping import kept
from content.models import StakeholderGroup
from publications.citations import for_page
from publications.finding import of_publication
from publications.listing import PublicationListing
from publications.models import PageText
from publications.page_text import blocks
from publications.related import linked, read_next

DETAIL = "publications/publication_detail.html"


@require_safe
def publication_list(request):
    listing = PublicationListing(request.GET)
    context = listing.context(request.path) | {"section": "publications"}
    context["listed"] = SimpleLazyObject(lambda: listing.items)
    response = render(request, "publications/publication_list.html", context)
    if not listing.is_ready:
        add_never_cache_headers(response)  # search will be back soon
    return response


@require_safe
@of_publication
def publication_detail(request, publication):
    groups = StakeholderGroup.everyone()
    key = ("publication page", publication.pk)
    head, main, links, node = kept(key, lambda: page_parts(publication, groups))
    context = {"publication": publication, "head": head, "main": main, "node": node}
    context |= {"stakeholder_groups": groups, "section": "publications"}
    response = render(request, DETAIL, context)
    response["Link"] = links  # Signposting: where machines find the files and the metadata
    return response


def page_parts(publication, groups):
    """Return what the page says to machines, what it shows, its Link header, and what it is about."""
    links = linked(publication, groups)
    citation = for_page(publication, links)
    context = {
        "publication": publication,
        "files": publication.files.all(),
        "linked": links,
        "citation": citation,
        "read_next": read_next(publication),
    }
    parts = [render_to_string(f"{DETAIL}#{part}", context) for part in ("head", "main")]
    return (*parts, citation.links, citation.node)


@require_safe
@of_publication
def publication_page(request, publication, number):
    """The text of one page of the main file, with the words of `q` marked."""
    page = get_object_or_404(PageText, file=publication.main_file, number=number)
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    context = {
        "publication": publication,
        "file": publication.main_file,
        "page": page,
        "blocks": blocks(page.text, query),
        "query": query,
        "above": [publication],
        "section": "publications",
    }
    return render(request, "publications/page_detail.html", context)
