"""The page of one project, projects side by side, and how records are chosen and graded."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from content.keeping import kept
from content.previewing import preview
from places import related
from places.metadata import project_node
from places.models import Outcome, Project

DETAIL = "places/project_detail.html"
MOST_COMPARED = 4
MOST_OFFERED = 30


@require_safe
def project_detail(request, slug):
    project = kept(("project", slug), lambda: Project.objects.for_page().public_or_404(slug=slug))
    return project_page(request, project)


def project_page(request, project, **context):
    """Render a project as readers see it; `preview` in the context says that it is a draft."""
    main, node = kept(("project page", project.pk), lambda: project_parts(project, context))
    context |= {"project": project, "main": main, "node": node, "above": [project.place]}
    return render(request, DETAIL, context | {"section": "places"})


def project_parts(project, context):
    """Return the main part of a project's page as HTML, and what the page says to machines."""
    hanging = related.gather(*related.of_project(project))
    main = render_to_string(f"{DETAIL}#main", context | {"project": project, "related": hanging})
    return main, project_node(project, hanging)


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
