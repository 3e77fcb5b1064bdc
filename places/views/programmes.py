"""The list of programmes and the page of one."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from places import related, timeline
from places.drawing import draw, with_projects
from places.metadata import programme_node
from places.models import Place, Programme, Project

PROJECTS_SHOWN = 100


@require_safe
def programme_list(request):
    programmes = Programme.objects.current().for_cards().with_place_counts().order_by("name")
    context = {"programmes": programmes, "listed": programmes, "section": "places"}
    return render(request, "places/programme_list.html", context)


@require_safe
def programme_detail(request, slug):
    programmes = Programme.objects.select_related("lead_organisation").with_place_counts()
    programme = programmes.public_or_404(slug=slug)
    projects = Project.objects.shown().filter(programme=programme).select_related("place")
    first = projects.order_by("wave", "place__name")[:PROJECTS_SHOWN]
    places = Place.objects.current().places().filter(pk__in=projects.values("place"))
    drawing = draw(places) if programme.place_count else None
    if drawing:
        with_projects([], drawing.markers)
        drawing.label()
    hanging = related.gather(*related.of_programme(programme))
    context = {
        "programme": programme,
        "node": programme_node(programme, first, hanging),
        "projects": first,
        "drawing": drawing,
        "related": hanging,
        "timeline": timeline.of_programme(programme, hanging.get("events", [])),
        "section": "places",
    }
    return render(request, "places/programme_detail.html", context)
