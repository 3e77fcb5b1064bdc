"""From an address to a publication: live, moved, gone, or never there."""

from functools import wraps

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse

from content.keeping import kept
from publications.models import Publication


def of_publication(view):
    """Give a view the publication of its address, ready for its page.

    Answers 404 where there is none to be seen, 410 where it was removed, and 301 under an old slug.
    """

    @wraps(view)
    def found(request, pk, slug, **rest):
        publication = kept(("publication", pk), lambda: Publication.objects.for_page().public_or_404(pk=pk))
        if slug != publication.slug:
            route = {"pk": pk, "slug": publication.slug} | rest
            return HttpResponsePermanentRedirect(reverse(request.resolver_match.view_name, kwargs=route))
        return view(request, publication, **rest)

    return found
