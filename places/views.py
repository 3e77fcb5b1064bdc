"""Programmes, places and projects: their lists and pages."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from places.models import Place, Programme, Project


@require_safe
def place_list(request):
    places = Place.objects.current().for_cards().order_by("name")
    return render(request, "places/place_list.html", {"places": places, "section": "places"})


@require_safe
def place_detail(request, slug):
    place = get_object_or_404(Place.objects.published(), slug=slug)
    return render(request, "places/place_detail.html", {"place": place, "section": "places"})


@require_safe
def programme_list(request):
    programmes = Programme.objects.current().for_cards().order_by("name")
    context = {"programmes": programmes, "section": "places"}
    return render(request, "places/programme_list.html", context)


@require_safe
def programme_detail(request, slug):
    programme = get_object_or_404(Programme.objects.published(), slug=slug)
    return render(request, "places/programme_detail.html", {"programme": programme, "section": "places"})


@require_safe
def project_detail(request, slug):
    project = get_object_or_404(Project.objects.published(), slug=slug)
    return render(request, "places/project_detail.html", {"project": project, "section": "places"})
