"""Pages that join all kinds of content: home, groups, topics, people, search, about."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Perspective
from content.models import Organisation, Person, StakeholderGroup, Topic
from places.models import Place, Programme
from publications.models import Publication


@require_safe
def home(request):
    return render(request, "hub/home.html")


@require_safe
def group_list(request):
    return render(request, "hub/group_list.html", {"section": "groups"})


@require_safe
def group_detail(request, slug):
    group = get_object_or_404(StakeholderGroup, slug=slug)
    return render(request, "hub/group_detail.html", {"group": group, "section": "groups"})


@require_safe
def topic_detail(request, slug):
    topic = get_object_or_404(Topic, slug=slug)
    return render(request, "hub/topic_detail.html", {"topic": topic})


@require_safe
def person_detail(request, slug):
    person = get_object_or_404(Person, slug=slug)
    return render(request, "hub/person_detail.html", {"person": person})


@require_safe
def organisation_detail(request, slug):
    organisation = get_object_or_404(Organisation, slug=slug)
    return render(request, "hub/organisation_detail.html", {"organisation": organisation})


@require_safe
def search(request):
    return render(request, "hub/search.html", {"query": request.GET.get("q", "")})


@require_safe
def page(request, template):
    return render(request, f"hub/{template}.html", {"section": "about"})
