"""Pages for a stakeholder group: what the Hub holds for it, and what of that is about one topic."""

from functools import cache

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Perspective
from comments.models import HubComment
from content.keeping import kept_html
from content.models import StakeholderGroup, Topic
from hub.metadata import group_node, listed
from places.models import Project
from publications.models import Publication

LISTED = 20  # of each kind on the page of a group and a topic


@require_safe
def group_list(request):
    groups = StakeholderGroup.everyone()
    context = {"stakeholder_groups": groups, "listed": groups, "section": "groups"}
    return render(request, "hub/group_list.html", context)


@require_safe
def group_detail(request, slug):
    groups, group = all_and_one(slug)
    shown = cache(lambda: for_group(group, groups))
    main = kept_html(("group", slug), "hub/group_detail.html#main", shown)
    context = {"group": group, "main": main, "stakeholder_groups": groups, "section": "groups"}
    context["node"] = lambda: group_node(group)
    context["listed"] = listed(shown, "news", "insight", "publications", "projects")
    return render(request, "hub/group_detail.html", context)


def for_group(group, groups):
    """Return what the page of a stakeholder group shows."""
    cases = list(Perspective.objects.for_group(group, 7))
    slots = dict.fromkeys(Article.Kind, 5)
    newest = Article.objects.filter(groups=group).newest_of_each_kind(slots).newest_first()
    articles = list(newest.defer("body", "transcript"))
    comments = HubComment.objects.filter(group=group).current()
    return {
        "group": group,
        "stakeholder_groups": groups,
        "case": cases[0] if cases else None,
        "perspectives": cases[1:],
        "news": [article for article in articles if article.kind == Article.Kind.NEWS][:5],
        "insight": [article for article in articles if article.kind != Article.Kind.NEWS][:5],
        "picks": [row for row in group.read_first.with_content() if row.content.state == "live"],
        "publications": Publication.objects.current().filter(groups=group).newest_first()[:5],
        "projects": Project.objects.shown().filter(groups=group).select_related("place")[:6],
        "comments": comments.select_related("group").latest_first()[:3],
        "topics": topics_for(group),
    }


@require_safe
def group_topic(request, slug, topic):
    """What is both for a group and about a topic. There is no page for more than these two together."""
    groups, group = all_and_one(slug)
    topic = get_object_or_404(Topic, slug=topic)
    context = {
        "group": group,
        "topic": topic,
        "stakeholder_groups": groups,
        "above": [group],
        "articles": both(Article.objects.current(), group, topic).newest_first()[:LISTED],
        "publications": both(Publication.objects.current(), group, topic).newest_first()[:LISTED],
        "projects": both(Project.objects.shown(), group, topic).select_related("place")[:LISTED],
        "query": f"for={group.slug}&topic={topic.slug}",
        "section": "groups",
    }
    return render(request, "hub/group_topic.html", context)


def all_and_one(slug):
    """Return all groups in their order, and the one with this slug; raise Http404."""
    groups = StakeholderGroup.everyone()
    for group in groups:
        if group.slug == slug:
            return groups, group
    raise Http404


def both(items, group, topic):
    return items.filter(groups=group).filter(topics=topic)


def topics_for(group):
    """Return the topics of what lists offer for this group."""
    wanted = Q()
    for items in (Article.objects.current(), Publication.objects.current(), Project.objects.shown()):
        for_group = items.filter(groups=group, pk=OuterRef("content_object"))
        rows = items.model.topics.through.objects.filter(Exists(for_group), tag=OuterRef("pk"))
        wanted |= Q(Exists(rows))
    return Topic.objects.filter(wanted)
