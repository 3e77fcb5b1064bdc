"""The list of publications and the page of one."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from publications.listing import PublicationListing
from publications.models import Publication


@require_safe
def publication_list(request):
    listing = PublicationListing(request.GET)
    context = listing.context(request.path) | {"section": "publications"}
    response = render(request, "publications/publication_list.html", context)
    if listing.results is None:
        add_never_cache_headers(response)  # search will be back soon
    return response


@require_safe
def publication_detail(request, pk, slug):
    publication = get_object_or_404(Publication.objects.published(), pk=pk)
    if slug != publication.slug:
        return redirect(publication, permanent=True)
    context = {"publication": publication, "section": "publications"}
    return render(request, "publications/publication_detail.html", context)
