"""A list that can be searched and narrowed: what it finds and what its page shows."""

from functools import cached_property
from types import SimpleNamespace

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, Value
from django.utils.functional import SimpleLazyObject

from content import searching
from content.keeping import keep_nothing, kept
from content.listing.facets import Option
from content.listing.histogram import Histogram, years_in_words
from content.listing.state import State
from content.models import StakeholderGroup

MOST_PLAIN = 6  # kinds that are looked into without an index: a query each, and a page has eight


class Listing(State):
    """One searched list. Subclasses say its facets, the sources of its items, and what values are called."""

    sources: tuple[searching.Source, ...] = ()

    # what is found ---------------------------------------------------------------------------

    @cached_property
    def stakeholder_groups(self):
        """All six, asked for once: for the facet, the results and the page's footer."""
        return StakeholderGroup.everyone()

    def labels(self, counts):
        """Return {param: {value: item}} for the values counted; those without an item are not offered."""
        return {}

    def ask(self, without=(), text=None, keys=None, **options):
        """Search, leaving out some filters, among `keys` or everything; raise searching.UnavailableError."""
        fields = {
            facet.field: self.filters[facet.param] for facet in self.facets if facet.param not in without
        }
        fields["kind"] = fields.get("kind") or [source.kind for source in self.sources]
        if keys is not None:
            fields["key"] = keys
        years = None if "year" in without else self.years
        text = self.text if text is None else text
        return searching.search(text, filters=fields, years=years, hidden=self._hidden, **options)

    @cached_property
    def _hidden(self):
        """Keys (“kind:pk”) of items that the index may still hold and that may not be shown."""
        return kept(("hidden", type(self).__name__), lambda: searching.hidden_since_read(self.sources))

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
            keep_nothing()  # search will be back soon
            return None
        return results

    @property
    def key(self):
        """What names the ready parts of this list: all of its state."""
        return type(self).__name__, self.address(page=str(self.number))

    @property
    def is_ready(self):
        """Whether there is an index to ask."""
        return searching.is_ready()

    @property
    def plain_words(self):
        """A few words to look for in the database while there is no index."""
        return [word for clause in self.question.wanted for word in clause.words][:8]

    @cached_property
    def total(self):
        return kept(("total", self.key), lambda: self.results.total if self.results else 0)

    @staticmethod
    def pages_of(total):
        return Paginator(range(min(total, searching.MAX_PAGE * searching.PAGE_SIZE)), searching.PAGE_SIZE)

    @cached_property
    def page(self):
        """A page of numbers, for the pager."""
        return self.pages_of(self.total).get_page(self.number)

    @cached_property
    def items(self):
        """The page's hits that the database confirms, in one query, each with its groups and programmes."""
        hits = self._without_index if self.results is None else self._confirmed(self.results.hits)
        groups, programmes = self.stakeholder_groups, self._labels.get("programme", {})
        for hit in hits:
            hit.for_groups = [group for group in groups if group.slug in hit.groups]
            hit.for_programmes = [programmes[slug] for slug in hit.programmes if slug in programmes]
        return hits

    def _confirmed(self, hits):
        keys = {source: [hit.pk for hit in hits if hit.kind == source.kind] for source in self.sources}
        rows = [visible(source, pks) for source, pks in keys.items() if pks]
        shown = set(rows[0].union(*rows[1:], all=True).order_by()) if rows else set()
        return [hit for hit in hits if (hit.kind, hit.pk) in shown]

    @cached_property
    def _without_index(self):
        """A plain look into titles, at most MOST_PLAIN kinds of them, while the index is being made."""
        kinds, found = self.filters.get("kind"), []
        if not self.text and len(self.sources) > 1:
            return found
        for source in [each for each in self.sources if not kinds or each.kind in kinds][:MOST_PLAIN]:
            rows = source.visible()
            for word in self.plain_words:
                rows = rows.filter(Q.create([(f"{name}__icontains", word) for name in source.named], Q.OR))
            most = searching.PAGE_SIZE // (1 if len(self.sources) == 1 else 2)
            found += [searching.plain_hit(source, row) for row in rows[:most]]
        return found

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

    # where it leads --------------------------------------------------------------------------

    def canonical(self, path):
        """Return the one full address of this state, whatever else the address asked for says."""
        page = {"page": str(self.page.number)} if self.page.number > 1 else {}
        query = self.address(**page)
        return f"{settings.SITE_URL}{path}{'' if query == '?' else query}"

    def context(self, path):
        """Return what a page of this list shows."""
        return {
            "listing": self,
            "canonical": self.canonical(path),
            "graph_key": self.key,
            "stakeholder_groups": SimpleLazyObject(lambda: self.stakeholder_groups),
        }

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


def visible(source, pks):
    """Return (kind, pk) of those rows of a source that may be shown."""
    return source.visible().order_by().filter(pk__in=pks).values_list(Value(source.kind), "pk")
