"""The map of places, the list beside it, and the page of one place."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from content.keeping import kept
from places import related, timeline
from places.drawing import draw, locate, with_projects
from places.filters import filter_for
from places.metadata import place_node
from places.models import Place, Project

PER_PAGE = 50
LIST = "places/place_list.html"


@require_safe
def place_list(request):
    key = request.GET.urlencode()
    found = SimpleLazyObject(lambda: for_list(request))
    title, main, groups = kept(("place list", key), lambda: list_parts(request, found))
    context = {"title": title, "main": main, "stakeholder_groups": groups, "section": "places"}
    page = SimpleLazyObject(lambda: found["page"])
    return render(request, LIST, context | {"page": page, "listed": page, "graph_key": ("places", key)})


def list_parts(request, found):
    """Return the title of the map's page and its main part as HTML, and the six groups that it asked for."""
    parts = [render_to_string(f"{LIST}#{part}", dict(found), request) for part in ("title", "main")]
    return (*parts, tuple(found["form"].groups))


def for_list(request):
    """Return what the map and the list beside it show."""
    chosen = filter_for(request)
    places = chosen.places()
    drawing = draw(places, chosen.chosen_region, chosen.box_chosen)
    paginator = Paginator(places, PER_PAGE)
    paginator.count = drawing.total  # the map has counted them already
    page = paginator.get_page(request.GET.get("page"))
    with_projects(page.object_list, drawing.markers)
    drawing.label()
    page_range = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "form": chosen,
        "page": page,
        "page_range": page_range,
        "drawing": drawing,
        "stakeholder_groups": chosen.groups,
    }


@require_safe
def place_detail(request, slug):
    place = Place.objects.select_related("parent").public_or_404(slug=slug)
    others = Place.objects.current()
    projects = list(Project.objects.shown().filter(place=place).for_cards())
    context = {
        "place": place,
        "node": place_node(place),
        "above": [place.parent] if place.parent else [],
        "projects": projects,
        "timeline": timeline.of_projects(projects),
        "locator": locate(place) if place.has_point else None,
        "related": related.gather(*related.of_place(place, others)),
        "section": "places",
    }
    return render(request, "places/place_detail.html", context)
