"""The list of publications and the page of one."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from publications.models import Publication


@require_safe
def publication_list(request):
    publications = Publication.objects.current().newest_first().for_cards()
    page = Paginator(publications, per_page=20).get_page(request.GET.get("page"))
    context = {"page": page, "section": "publications"}
    return render(request, "publications/publication_list.html", context)


@require_safe
def publication_detail(request, pk, slug):
    publication = get_object_or_404(Publication.objects.published(), pk=pk)
    if slug != publication.slug:
        return redirect(publication, permanent=True)
    context = {"publication": publication, "section": "publications"}
    return render(request, "publications/publication_detail.html", context)
