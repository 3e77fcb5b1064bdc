"""Ways into everything by its name or its year: the A to Z and the years."""

from collections import Counter

from django.db.models import Case, CharField, Count, F, IntegerField, Value, When
from django.db.models.functions import Cast, Concat, ExtractYear, Lower, Substr
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Series
from content.models import Organisation, Person, StakeholderGroup, Topic
from hub.lists import in_years
from places.models import Event, Place, Programme
from publications.models import Publication

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHER = "0-9"  # what begins with no letter of ours
LISTED = 50  # of each kind on the page of a year
NAMED = [  # what a name is of, the name of its address, the rows, their name
    ("Topic", "topic", Topic.objects.all, F("name")),
    ("Person", "person", Person.objects.all, Concat("family_name", Value(", "), "given_name")),
    ("Organisation", "organisation", Organisation.objects.all, F("name")),
    ("Programme", "places:programme", Programme.objects.current, F("name")),
    ("Place", "places:detail", Place.objects.current, F("name")),
    ("Series", "articles:series", Series.objects.current, F("title")),
    ("Event", "places:event", Event.objects.current, F("name")),
    ("Stakeholder group", "group", StakeholderGroup.objects.all, F("name")),
]


@require_safe
def a_to_z(request, letter=None):
    """The names under one letter; without one, which letters there are, and the topics."""
    counts = letters()
    if letter and letter not in counts:
        raise Http404
    order = [letter for letter in [*LETTERS, OTHER] if letter in counts]
    context = {
        "letter": letter,
        "letters": [(each, counts[each]) for each in order],
        "total": sum(counts.values()),
        "entries": entries(letter) if letter else [],
        "topics": [] if letter else Topic.objects.all(),
    }
    return render(request, "hub/a_to_z.html", context)


def letters():
    """Return {letter: how many names are under it}."""
    rows = [names.values("letter").annotate(n=Count("pk")).values_list("letter", "n") for _, names in named()]
    counts = Counter()
    for letter, number in rows[0].union(*rows[1:], all=True).order_by():
        counts[under(letter)] += number
    return counts


def under(letter):
    """Return the letter that a name is listed under, by its first."""
    return letter if letter and letter in LETTERS else OTHER


def entries(letter):
    """Return [(name, what it is of, address)] under a letter, in the order of the alphabet."""
    columns = ("sorted_by", "shown", "what", "view", "slug")
    rows = [
        (names.filter(letter=letter) if letter != OTHER else names.exclude(letter__in=LETTERS))
        .annotate(what=Value(kind), view=Value(view))
        .values_list(*columns)
        for (kind, view), names in named()
    ]
    found = sorted(rows[0].union(*rows[1:], all=True).order_by())
    return [(shown.strip(", "), kind, reverse(view, args=[slug])) for _, shown, kind, view, slug in found]


def named():
    """Yield ((kind, name of the address), rows) with `shown`, what it is sorted by, and its letter."""
    for kind, view, rows, name in NAMED:
        shown = rows().order_by().annotate(shown=Cast(name, CharField()))
        # “The King’s Fund” is looked for under K
        bare = Case(When(shown__startswith="The ", then=Substr("shown", 5)), default="shown")
        sorted_by = shown.annotate(sorted_by=Lower(bare))
        yield (kind, view), sorted_by.annotate(letter=Substr("sorted_by", 1, 1))


@require_safe
def year_list(request):
    years = counts_by_year()
    return render(request, "hub/year_list.html", {"years": sorted(years.items(), reverse=True)})


@require_safe
def year_detail(request, year):
    """What was published and what happened in a year; 404 for a year that has nothing."""
    years = counts_by_year()
    if year not in years:
        raise Http404
    publications = Publication.objects.current()
    context = {
        "year": year,
        "before": max((each for each in years if each < year), default=None),
        "after": min((each for each in years if each > year), default=None),
        "articles": in_years("published_at")(Article.objects.current(), [str(year)]).newest_first()[:LISTED],
        "publications": publications.filter(issued__startswith=year).order_by("-issued", "title")[:LISTED],
        "events": Event.objects.current().filter(start__startswith=year).order_by("-start", "pk")[:LISTED],
        "query": f"from={year}&to={year}",
    }
    return render(request, "hub/year_detail.html", context)


def counts_by_year():
    """Return {year: how many articles, publications and events it has}; one query."""
    dated = [items.values("in_year") for items in in_their_years(lambda items: items.current())]
    rows = [items.annotate(n=Count("pk")).values_list("in_year", "n") for items in dated]
    counts = Counter()
    for year, number in rows[0].union(*rows[1:], all=True).order_by():
        counts[year] += number
    return counts


def in_their_years(choose):
    """Return the articles, publications and events that `choose` leaves, each with `in_year`."""
    dates = [
        (Article.objects.all(), ExtractYear("published_at")),
        (Publication.objects.exclude(issued=""), Cast(Substr("issued", 1, 4), IntegerField())),
        (Event.objects.all(), Cast(Substr("start", 1, 4), IntegerField())),
    ]
    return [choose(items).order_by().annotate(in_year=year) for items, year in dates]
