"""Every list of the Hub that can be followed, by feed or by mail, with the filters of its page."""

from django.shortcuts import get_object_or_404

from alerts.lists import LISTS, ListKind
from articles.models import Article, Series, SeriesItem
from comments.models import HubComment
from content.models import Organisation, Person, StakeholderGroup, Topic
from hub import saved_searches
from places.models import Event, Place, Programme, Project, Region
from publications.models import Publication

YEARS = range(1900, 2200)


def in_years(field):
    """Return a filter on the year of a date: one of the values that are years, and nothing for none."""

    def chosen(items, values):
        numbers = [int(value) for value in values if value.isdecimal()]
        years = [number for number in numbers if number in YEARS]
        return items.filter(**{f"{field}__year__in": years})

    return chosen


def issued(comparison):
    """Return a filter on a partial date, compared with the first of the values."""

    def chosen(items, values):
        year = values[0] if len(values[0]) == 4 and values[0].isdigit() else "0000"
        return items.filter(**{f"issued__{comparison}": year if comparison == "gte" else f"{year}-99"})

    return chosen


def in_region(places, values):
    return places.filter(region__in=[region for region in Region if region.slug in values])


ARTICLE_FILTERS = {"for": "groups__slug", "topic": "topics__slug", "year": in_years("published_at")}
PUBLICATION_FILTERS = {
    "type": "type",
    "for": "groups__slug",
    "programme": "programmes__slug",
    "topic": "topics__slug",
    "place": "places__slug",
    "organisation": "publisher__slug",
    "language": "language",
    "from": issued("gte"),
    "to": issued("lte"),
}
PLACE_FILTERS = {
    "programme": "projects__programme__slug",
    "topic": "projects__topics__slug",
    "for": "projects__groups__slug",
    "status": "projects__status",
    "region": in_region,
}


def named(model):
    return lambda slug: str(get_object_or_404(model, slug=slug))


def public_series(slug):
    return str(get_object_or_404(Series.objects.published(), slug=slug))


def everything():
    return [Article.objects.all(), Publication.objects.all(), Project.objects.shown()]


def tagged(field):
    return lambda slug: [items.filter(**{f"{field}__slug": slug}) for items in everything()]


def by_person(slug):
    articles = Article.objects.filter(authors__slug=slug)
    publications = Publication.objects.filter(creators__person__slug=slug)
    return [articles, publications, Project.objects.shown().filter(enabler__slug=slug)]


def from_organisation(slug):
    programmes = Programme.objects.filter(lead_organisation__slug=slug)
    return [Publication.objects.filter(publisher__slug=slug), programmes]


def for_group_about_topic(slug, topic):
    querysets = [items.filter(groups__slug=slug) for items in everything()]
    return [items.filter(topics__slug=topic) for items in querysets]


def name_of_group_and_topic(slug, topic):
    return f"{named(StakeholderGroup)(slug)}, {named(Topic)(topic)}"


def in_series(slug):
    """Return what the steps of a series lead to."""
    steps = SeriesItem.objects.filter(series__slug=slug)
    kinds = {"article": Article, "publication": Publication, "place": Place}
    return [model.objects.filter(pk__in=steps.values(name)) for name, model in kinds.items()]


def comments_for_author(slug):
    """Return the comments under what a person wrote."""
    articles = Article.objects.filter(authors__slug=slug).values("pk")
    below = HubComment.objects.filter(discussion__kind=Article._meta.label_lower)
    return [below.filter(discussion__object_id__in=articles)]


def name_of_comments(slug):
    return f"Comments on what {named(Person)(slug)} wrote"


def of_year(year):
    """Return what was published and what happened in a year."""
    return [
        Article.objects.filter(published_at__year=year),
        Publication.objects.filter(issued__startswith=year),
        Event.objects.filter(start__startswith=year),
    ]


def register():
    """Called once, when all rooms are ready."""
    LISTS.update(
        {
            "home": ListKind(lambda: "Everything new", everything),
            "articles:list": ListKind(
                lambda kind: Article.Kind(kind).label,
                lambda kind: [Article.objects.filter(kind=kind)],
                ARTICLE_FILTERS,
            ),
            "publications:list": ListKind(
                lambda: "Publications", lambda: [Publication.objects.all()], PUBLICATION_FILTERS
            ),
            "places:list": ListKind(lambda: "Places", lambda: [Place.objects.all()], PLACE_FILTERS),
            "places:programme_list": ListKind(lambda: "Programmes", lambda: [Programme.objects.all()]),
            "places:event_list": ListKind(lambda: "Events", lambda: [Event.objects.all()]),
            "search": ListKind(
                lambda: "Everything on the Hub",
                saved_searches.everything,
                saved_searches.FILTERS,
                saved_searches.narrow,
            ),
            "articles:series": ListKind(public_series, in_series),
            "group": ListKind(named(StakeholderGroup), tagged("groups")),
            "group_topic": ListKind(name_of_group_and_topic, for_group_about_topic),
            "topic": ListKind(named(Topic), tagged("topics")),
            "person": ListKind(named(Person), by_person),
            "person_comments": ListKind(name_of_comments, comments_for_author),
            "year": ListKind(lambda year: f"The year {year}", of_year),
            "organisation": ListKind(named(Organisation), from_organisation),
        }
    )
