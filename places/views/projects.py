"""The page of one project, projects side by side, and how records are chosen and graded."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.previewing import preview
from places import related
from places.metadata import project_node
from places.models import Outcome, Project

MOST_COMPARED = 4
MOST_OFFERED = 30


@require_safe
def project_detail(request, slug):
    return project_page(request, Project.objects.for_page().public_or_404(slug=slug))


def project_page(request, project, **context):
    """Render a project as readers see it."""
    context |= {"project": project, "section": "places"}
    context["related"] = related.gather(*related.of_project(project))
    context["node"] = project_node(project, context["related"])
    context["above"] = [project.place]
    return render(request, "places/project_detail.html", context)


project_preview = preview(Project, project_page)


@require_safe
def compare(request):
    """Those chosen side by side, and others to choose from: those that the words of `q` find."""
    wanted = [slug.replace("\x00", "") for slug in request.GET.getlist("project") if slug]
    slugs = list(dict.fromkeys(wanted))[:MOST_COMPARED]
    shown = Project.objects.shown().order_by("place__name", "pk")
    others = shown.exclude(slug__in=slugs).find(request.GET.get("q", "")).select_related("place")
    context = {
        "projects": shown.filter(slug__in=slugs).for_page().prefetch_related("partners"),
        "others": others.only("slug", "title", "place__name")[: MOST_OFFERED + 1],
        "offered": MOST_OFFERED,
        "most": MOST_COMPARED,
        "section": "places",
    }
    return render(request, "places/compare.html", context)


@require_safe
def grading(request):
    context = {"evidence": Outcome.Evidence, "section": "places"}
    return render(request, "places/grading.html", context)
