"""The map of places, the list beside it, and the page of one place."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places import related, timeline
from places.drawing import draw, locate, with_projects
from places.filters import filter_for
from places.metadata import place_node
from places.models import Place, Project

PER_PAGE = 50


@require_safe
def place_list(request):
    chosen = filter_for(request)
    places = chosen.places()
    drawing = draw(places, chosen.chosen_region, chosen.box_chosen)
    paginator = Paginator(places, PER_PAGE)
    paginator.count = drawing.total  # the map has counted them already
    page = paginator.get_page(request.GET.get("page"))
    with_projects(page.object_list, drawing.markers)
    drawing.label()
    page_range = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    context = {
        "form": chosen,
        "page": page,
        "page_range": page_range,
        "drawing": drawing,
        "stakeholder_groups": chosen.groups,
        "listed": page,
        "section": "places",
    }
    return render(request, "places/place_list.html", context)


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
