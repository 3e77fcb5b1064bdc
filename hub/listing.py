"""The one search over every kind of content."""

from functools import cached_property

from content import searching
from content.listing import Facet, Listing
from hub.searching import SOURCES
from places.models import Region
from publications.listing import named

KINDS = {source.kind: source for source in SOURCES}


class HubListing(Listing):
    """Everything published, mixed by relevance; `kind` is the tab."""

    default_sort = "newest"
    sources = tuple(SOURCES)
    facets = (
        Facet("kind", "kind", ""),
        Facet("group", "for", "Written for"),
        Facet("programme", "programme", "Programme"),
        Facet("topic", "topic", "Topic"),
        Facet("region", "region", "Region"),
        Facet("place", "place", "Place"),
    )

    def labels(self, values):
        regions = {region.slug: region.label for region in Region}
        labels = {"region": regions, "kind": {kind: source.label for kind, source in KINDS.items()}}
        labels["for"] = {group.slug: group for group in self.stakeholder_groups}
        return labels | named(values)

    @cached_property
    def tabs(self):
        """Return [(label, count, address, is current)]: everything, then each kind that finds something."""
        counts = self.results.counts["kind"] if self.results else {}
        chosen = self.filters["kind"]
        tabs = [("Everything", sum(counts.values()), self.address(["kind"]), not chosen)]
        for kind, source in KINDS.items():
            if counts.get(kind) or kind in chosen:
                address = self.address(["kind"], kind=kind)
                tabs.append((source.label, counts.get(kind, 0), address, chosen == [kind]))
        return tabs

    def first(self, number):
        """Return the first hits, for a page that is about something else; none while there is no index."""
        try:
            return self._confirmed(self.ask(size=number, passages=False).hits)
        except searching.UnavailableError:
            return []
