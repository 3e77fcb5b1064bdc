"""The list of programmes and the page of one."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from content.keeping import kept
from places import related, timeline
from places.drawing import draw, with_projects
from places.metadata import programme_node
from places.models import Place, Programme, Project

DETAIL = "places/programme_detail.html"
PROJECTS_SHOWN = 100


@require_safe
def programme_list(request):
    programmes = Programme.objects.current().for_cards().with_place_counts().order_by("name")
    context = {"programmes": programmes, "listed": programmes, "section": "places"}
    return render(request, "places/programme_list.html", context)


@require_safe
def programme_detail(request, slug):
    def find():
        programmes = Programme.objects.select_related("lead_organisation").with_place_counts()
        return programmes.public_or_404(slug=slug)

    programme = kept(("programme", slug), find)
    main, node = kept(("programme page", programme.pk), lambda: programme_parts(programme))
    context = {"programme": programme, "main": main, "node": node, "section": "places"}
    return render(request, DETAIL, context)


def programme_parts(programme):
    """Return the main part of a programme's page as HTML, and what the page says to machines."""
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
        "projects": first,
        "drawing": drawing,
        "related": hanging,
        "timeline": timeline.of_programme(programme, hanging.get("events", [])),
    }
    main = render_to_string(f"{DETAIL}#main", context)
    return main, programme_node(programme, first, hanging)
