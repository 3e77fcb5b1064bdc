"""A list that can be searched and narrowed: its whole state is its address.

A `Listing` reads an address, asks the index and offers what a template shows: facets with counts,
the histogram of years, chips, orders, pages. It knows no kind of content and no HTML.
"""

from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict

from content import searching
from content.models import StakeholderGroup

MAX_VALUES = 20  # chosen in one facet
MAX_LENGTH = 200  # of one value
SORTS = {"best": "Best match", "newest": "Newest first", "oldest": "Oldest first", "title": "Title, A to Z"}


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list: its field in the index, its name in the address, its legend on the page.

    A facet without a legend is not among the filters: it is the tabs.
    """

    field: str
    param: str
    legend: str
    limit: int = 12


@dataclass(frozen=True)
class Option:
    """One box to tick. `item` has a name, and a mark where its kind has marks."""

    value: str
    item: object
    count: int
    checked: bool

    @property
    def label(self):
        return str(getattr(self.item, "name", self.item))


class Listing:
    """One searched list. Subclasses say its facets, its kinds of item, and what values are called."""

    facets: tuple[Facet, ...] = ()
    kinds: tuple[str, ...] = ()
    default_sort = "newest"  # when nothing is searched for

    def __init__(self, params):
        self.params = params
        self.text = params.get("q", "").replace("\x00", "").strip()
        self.filters = {facet.param: self._values(facet.param) for facet in self.facets}
        self.years = self._years()
        self.question = searching.Question.read(self.text)

    def _values(self, param):
        values = (value.replace("\x00", "")[:MAX_LENGTH] for value in self.params.getlist(param))
        return list(dict.fromkeys(value for value in values if value))[:MAX_VALUES]

    def _years(self):
        low, high = (self.params.get(name, "") for name in ("from", "to"))
        low, high = (
            int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
            for year in (low, high)
        )
        if low and high and low > high:
            low, high = high, low
        return (low, high) if low or high else None

    # what is asked ---------------------------------------------------------------------------

    @property
    def sort(self):
        """The order in use: as asked, else best match for a search and `default_sort` for a list."""
        asked = self.params.get("sort")
        if asked in SORTS and (asked != "best" or self.text):
            return asked
        return "best" if self.text else self.default_sort

    @property
    def sorts(self):
        return [(value, label) for value, label in SORTS.items() if self.text or value != "best"]

    @property
    def number(self):
        """The page asked for, within what a list may have."""
        asked = self.params.get("page", "1")
        wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        return min(max(wanted, 1), searching.MAX_PAGE)

    @cached_property
    def stakeholder_groups(self):
        """All six, asked for once: for the facet, the results and the page's footer."""
        return list(StakeholderGroup.objects.all())

    def hidden(self):
        """Return keys (“kind:pk”) of items that the index may still hold and that may not be shown."""
        return []

    def labels(self, counts):
        """Return {param: {value: item}} for the values counted; those without an item are not offered."""
        return {}

    def ask(self, without=(), text=None, **options):
        """Search, leaving out some filters; raise searching.UnavailableError."""
        fields = {
            facet.field: self.filters[facet.param] for facet in self.facets if facet.param not in without
        }
        if self.kinds and not fields.get("kind"):
            fields["kind"] = list(self.kinds)
        years = None if "year" in without else self.years
        text = self.text if text is None else text
        return searching.search(text, filters=fields, years=years, hidden=self._hidden, **options)

    @cached_property
    def _hidden(self):
        return self.hidden()

    @cached_property
    def results(self):
        """The results of the page asked for, or None while there is no index."""
        counts = [facet.field for facet in self.facets] + ["year"]
        options = {"sort": self.sort, "counts": counts}
        try:
            results = self.ask(page=self.number, **options)
            if results.total and not results.hits:  # past the end: show the last page
                results = self.ask(page=self.pages_of(results.total).num_pages, **options)
        except searching.UnavailableError:
            return None
        return results

    @property
    def plain_words(self):
        """A few words to look for in the database while there is no index."""
        return [word for clause in self.question.wanted for word in clause.words][:8]

    @cached_property
    def total(self):
        return self.results.total if self.results else 0

    @staticmethod
    def pages_of(total):
        return Paginator(range(min(total, searching.MAX_PAGE * searching.PAGE_SIZE)), searching.PAGE_SIZE)

    @cached_property
    def page(self):
        """A page of numbers, for the pager."""
        return self.pages_of(self.total).get_page(self.number)

    # what is shown ---------------------------------------------------------------------------

    @cached_property
    def _labels(self):
        counts = self.results.counts if self.results else {}
        values = {
            facet.param: {*counts.get(facet.field, ()), *self.filters[facet.param]} for facet in self.facets
        }
        return self.labels(values)

    def item(self, param, value):
        """Return what a value of a facet is called."""
        return self._labels.get(param, {}).get(value, value)

    @cached_property
    def groups(self):
        """Every facet with its options: the ticked ones and those that find something, most first."""
        counts = self.results.counts if self.results else {}
        return [
            SimpleNamespace(facet=facet, options=options)
            for facet in self.facets
            if facet.legend and (options := self._options(facet, counts.get(facet.field, {})))
        ]

    def _options(self, facet, counts):
        known, chosen = self._labels.get(facet.param, {}), self.filters[facet.param]
        values = [value for value in known if counts.get(value) or value in chosen]
        values.sort(key=lambda value: (value not in chosen, -counts.get(value, 0)))
        kept = set(values[: facet.limit])
        order = known if facet.param in {"for", "kind"} else values  # the groups keep their order everywhere
        return [
            Option(value, known[value], counts.get(value, 0), value in chosen)
            for value in order
            if value in kept
        ]

    @cached_property
    def histogram(self):
        """The bars of the years, or None when there are fewer than two."""
        counts = self.results.counts.get("year", {}) if self.results else {}
        return Histogram(counts, self.years) if len(counts) > 1 else None

    # addresses -------------------------------------------------------------------------------

    def address(self, without=(), value=None, **changes):
        """Return this list's address, without some parameters (or one value of one) and on its first page."""
        query = QueryDict(mutable=True)
        state = {"q": [self.text] if self.text else [], **self.filters}
        state["from"], state["to"] = ([str(year)] if year else [] for year in (self.years or (None, None)))
        state["sort"] = [self.params["sort"]] if self.params.get("sort") in SORTS else []
        for name, values in state.items():
            kept = [each for each in values if name not in without or (value is not None and each != value)]
            if kept:
                query.setlist(name, kept)
        for name, text in changes.items():
            query[name] = text
        return f"?{query.urlencode()}"

    def _fields(self, without):
        """Return [(name, value)] of the state, for a form that changes the rest of it."""
        return [
            (name, value) for name, values in QueryDict(self.address(without)[1:]).lists() for value in values
        ]

    @property
    def fields_beside_sort(self):
        return self._fields(["sort"])

    @property
    def fields_beside_facets(self):
        return self._fields([*(param for param in self.filters if param != "kind"), "from", "to"])

    def canonical(self, path):
        """Return the one full address of this state, whatever else the address asked for says."""
        page = {"page": str(self.page.number)} if self.page.number > 1 else {}
        query = self.address(**page)
        return f"{settings.SITE_URL}{path}{'' if query == '?' else query}"

    @property
    def query(self):
        """The query string that other forms of this list (exports, feeds) are asked with; it may be empty."""
        query = self.address()
        return "" if query == "?" else query

    def context(self, path):
        """Return what a page of this list shows."""
        groups = self.stakeholder_groups
        return {"listing": self, "canonical": self.canonical(path), "stakeholder_groups": groups}

    @property
    def corrected_address(self):
        return self.address(["q"], q=self.results.corrected)

    @cached_property
    def chips(self):
        """Return [(label, address without it)] for every filter in use."""
        chips = [
            (Option(value, self.item(param, value), 0, True).label, self.address([param], value))
            for param, values in self.filters.items()
            if param != "kind"
            for value in values
        ]
        if self.years:
            chips.append((years_in_words(*self.years), self.address(["from", "to"])))
        return chips

    @property
    def clear_address(self):
        return self.address([*(param for param in self.filters if param != "kind"), "from", "to"])

    @property
    def is_plain(self):
        """Whether this is the list itself or one step into it, which crawlers may keep."""
        return not self.text and len(self.chips) <= 1 and "sort" not in self.params

    @cached_property
    def topics(self):
        """For a list that found nothing: [(topic, address)] of the topics that have most."""
        facet = next((facet for facet in self.facets if facet.field == "topic"), None)
        if facet is None:
            return []
        counts = self.ask(without=["year", *self.filters], size=0, counts=["topic"], text="").counts["topic"]
        names = self.labels({facet.param: set(counts)})[facet.param]
        often = sorted(names, key=lambda slug: -counts.get(slug, 0))
        return [(names[slug].name, f"?{facet.param}={slug}") for slug in often[:8]]

    @cached_property
    def looser(self):
        """For a list that found nothing: [(filter, address, total)] of what it finds without one."""
        ways = [(facet.legend.lower(), [facet.param]) for facet in self.facets if self.filters[facet.param]]
        ways += [("year", ["year", "from", "to"])] if self.years else []
        found = [(name, self.address(drop), self.ask(without=drop, size=0).total) for name, drop in ways]
        return [way for way in found if way[2]]


class Histogram:
    """The years of the results as bars in a box of 300 by 96, with the range chosen."""

    WIDTH, HEIGHT, BASE = 300, 70, 74

    def __init__(self, counts, chosen):
        self.first, self.last = min(counts), max(counts)
        self.low, self.high = chosen or (None, None)
        self.low, self.high = self.low or self.first, self.high or self.last
        span = range(max(self.first, self.last - 199), self.last + 1)
        self.step = self.WIDTH / len(span)
        self.most = max(counts, key=counts.get)
        self.highest = counts[self.most]
        self.bars = [self._bar(index, year, counts.get(year, 0)) for index, year in enumerate(span)]
        self.years = sorted({*span, self.low, self.high})

    def _bar(self, index, year, count):
        height = self.HEIGHT * count / self.highest
        return SimpleNamespace(
            year=year,
            count=count,
            x=f"{index * self.step + 1:.1f}",
            y=f"{self.BASE - height:.1f}",
            width=f"{max(self.step - 2, 1):.1f}",
            height=f"{height:.1f}",
            on=self.low <= year <= self.high,
        )


def years_in_words(low, high):
    if low and high:
        return str(low) if low == high else f"{low} to {high}"
    return f"from {low}" if low else f"to {high}"
