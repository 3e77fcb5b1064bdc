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
LIST, DETAIL = "places/place_list.html", "places/place_detail.html"


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
    def find():
        return Place.objects.select_related("parent").public_or_404(slug=slug)

    place = kept(("place", slug), find)
    main, node = kept(("place page", place.pk), lambda: place_parts(place))
    above = [place.parent] if place.parent else []
    context = {"place": place, "main": main, "node": node, "above": above, "section": "places"}
    return render(request, DETAIL, context)


def place_parts(place):
    """Return the main part of a place's page as HTML, and what the page says to machines."""
    projects = list(Project.objects.shown().filter(place=place).for_cards())
    context = {
        "place": place,
        "projects": projects,
        "timeline": timeline.of_projects(projects),
        "locator": locate(place) if place.has_point else None,
        "related": related.gather(*related.of_place(place, Place.objects.current())),
    }
    return render_to_string(f"{DETAIL}#main", context), place_node(place)
