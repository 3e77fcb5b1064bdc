"""The page of one project, projects side by side, and how records are chosen and graded."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from places import related
from places.models import Outcome, Project
from places.views.preview import preview

MOST_COMPARED = 4
MOST_CHOICES = 500


@require_safe
def project_detail(request, slug):
    return project_page(request, Project.objects.for_page().public_or_404(slug=slug))


def project_page(request, project, **context):
    """Render a project as readers see it."""
    context |= {"project": project, "section": "places"}
    context["related"] = related.gather(*related.of_project(project))
    return render(request, "places/project_detail.html", context)


project_preview = preview(Project, project_page)


@require_safe
def compare(request):
    slugs = list(dict.fromkeys(request.GET.getlist("project")))[:MOST_COMPARED]
    chosen = Project.objects.shown().filter(slug__in=[slug.replace("\x00", "") for slug in slugs])
    projects = chosen.for_page().prefetch_related("partners").order_by("place__name", "pk")
    choices = (
        Project.objects.shown().order_by("place__name", "pk").values_list("slug", "place__name", "title")
    )
    context = {"projects": projects, "choices": choices[:MOST_CHOICES], "section": "places"}
    return render(request, "places/compare.html", context)


@require_safe
def grading(request):
    context = {"evidence": Outcome.Evidence, "section": "places"}
    return render(request, "places/grading.html", context)
