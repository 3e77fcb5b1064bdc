"""Pages that join all kinds of content: home, topics, people, organisations, search, about."""

from functools import cache

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from articles.models import Article
from content import searching
from content.keeping import kept, kept_html
from content.models import Organisation, Person, StakeholderGroup, Topic
from content.pacing import paced
from hub.listing import KINDS, HubListing
from hub.lists import comments_for_author
from hub.metadata import listed, organisation_node, person_node, topic_node
from places.drawing import draw
from places.models import Place, Programme, Project
from publications.models import Publication

# How many of each kind the home page may need: one more where the lead story may be of that kind.
HOME_SLOTS = {Article.Kind.NEWS: 6, Article.Kind.INSIGHT: 5, Article.Kind.LAST_WORD: 1, Article.Kind.VIDEO: 1}


@require_safe
def home(request):
    groups = StakeholderGroup.everyone()
    main = kept_html("home", "hub/home.html#main", lambda: for_home(groups))
    return render(request, "hub/home.html", {"main": main, "stakeholder_groups": groups})


def for_home(groups):
    """Return what the home page shows, all of it public content and nothing else."""
    articles = list(Article.objects.newest_of_each_kind(HOME_SLOTS).highlights_first().for_cards())
    lead, others = (articles[0], articles[1:]) if articles else (None, [])
    insight = [article for article in others if article.kind == Article.Kind.INSIGHT]
    return {
        "lead": lead,
        "news": [article for article in others if article.kind == Article.Kind.NEWS][:5],
        "feature": insight[0] if insight else None,
        "insight": insight[1:4],
        "last_word": next((a for a in others if a.kind == Article.Kind.LAST_WORD), None),
        "video": next((a for a in others if a.kind == Article.Kind.VIDEO), None),
        "publications": Publication.objects.current().for_the_shelf()[:5],
        "programmes": Programme.objects.current().exclude(mark="").with_place_counts(),
        "drawing": draw(Place.objects.current().places()),
        "stakeholder_groups": groups,
    }


@require_safe
def topic_detail(request, slug):
    topic = kept(("topic", slug), lambda: get_object_or_404(Topic, slug=slug))
    shown = cache(lambda: for_topic(topic))
    main = kept_html(("topic main", slug), "hub/topic_detail.html#main", shown)
    context = {"topic": topic, "main": main, "node": lambda: topic_node(topic)}
    context["listed"] = listed(shown, "articles", "publications", "projects")
    return render(request, "hub/topic_detail.html", context)


def for_topic(topic):
    """Return what the page of a topic shows."""
    return {
        "topic": topic,
        "query": f"topic={topic.slug}",
        "articles": Article.objects.current().filter(topics=topic).newest_first()[:20],
        "publications": Publication.objects.current().filter(topics=topic).newest_first()[:20],
        "projects": Project.objects.shown().filter(topics=topic).select_related("place")[:20],
    }


@require_safe
def person_detail(request, slug):
    people = Person.objects.select_related("organisation")
    person = kept(("person", slug), lambda: get_object_or_404(people, slug=slug))
    main = kept_html(("person main", slug), "hub/person_detail.html#main", lambda: for_person(person))
    context = {"person": person, "main": main, "node": lambda: person_node(person)}
    return render(request, "hub/person_detail.html", context)


def for_person(person):
    """Return what the page of a person shows."""
    return {
        "person": person,
        "articles": Article.objects.current().filter(authors=person).newest_first()[:50],
        "publications": Publication.objects.current().filter(creators__person=person).newest_first()[:50],
        "projects": Project.objects.shown().filter(enabler=person).select_related("place")[:50],
    }


@require_safe
def person_comments(request, slug):
    """What readers said below what a person wrote, newest first: for that person above all."""
    person = get_object_or_404(Person, slug=slug)
    comments = comments_for_author(slug)[0].current().latest_first().select_related("group")
    page = Paginator(comments, per_page=20).get_page(request.GET.get("page"))
    context = {"person": person, "page": page, "above": [person]}
    return render(request, "hub/person_comments.html", context)


@require_safe
def organisation_detail(request, slug):
    body = kept(("organisation", slug), lambda: get_object_or_404(Organisation, slug=slug))
    key, template = ("organisation main", slug), "hub/organisation_detail.html#main"
    main = kept_html(key, template, lambda: for_organisation(body))
    context = {"organisation": body, "main": main, "node": lambda: organisation_node(body)}
    return render(request, "hub/organisation_detail.html", context)


def for_organisation(organisation):
    """Return what the page of an organisation shows."""
    takes_part = Q(lead_organisation=organisation) | Q(sponsors=organisation)
    made = Q(publisher=organisation) | Q(co_publishers=organisation) | Q(creators__organisation=organisation)
    return {
        "organisation": organisation,
        "programmes": Programme.objects.current().filter(takes_part).distinct()[:50],
        "publications": Publication.objects.current().filter(made).distinct().newest_first()[:50],
        "people": organisation.people.all()[:50],
    }


@require_safe
@paced("search", "SEARCHES_A_MINUTE")
def search(request):
    listing = HubListing(request.GET)
    context = listing.context(request.path) | {"listed": SimpleLazyObject(lambda: listing.items)}
    response = render(request, "hub/search.html", context)
    if not listing.is_ready:
        add_never_cache_headers(response)  # search will be back soon
    return response


@require_safe
def suggest(request):
    """Titles that begin as the reader types, as JSON: [{"kind", "title", "url"}]."""
    kinds = [kind for kind in request.GET.getlist("kind")[:8] if kind in KINDS]
    try:
        found = searching.suggest(request.GET.get("q", ""), kinds=kinds)
    except searching.UnavailableError:
        found = []
    suggestions = [{"kind": KINDS[kind].label, "title": title, "url": url} for kind, title, url in found]
    return JsonResponse({"suggestions": suggestions}, headers={"Cache-Control": "public, max-age=60"})


@require_safe
def page(request, template):
    context = {
        "section": "about",
        "address_days": settings.COMMENTS_KEEP_ADDRESS_DAYS,
        "email_months": settings.COMMENTS_KEEP_EMAIL_MONTHS,
    }
    return render(request, f"hub/{template}.html", context)
