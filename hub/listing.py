"""The one search over every kind of content."""

from functools import cached_property

from django.db.models import Value

from content import searching
from content.listing import Facet, Listing
from hub.searching import SOURCES
from places.models import Region
from publications.listing import named

KINDS = {source.kind: source for source in SOURCES}


class HubListing(Listing):
    """Everything published, mixed by relevance; `kind` is the tab."""

    default_sort = "newest"
    kinds = tuple(KINDS)
    facets = (
        Facet("kind", "kind", ""),
        Facet("group", "for", "Written for"),
        Facet("programme", "programme", "Programme"),
        Facet("topic", "topic", "Topic"),
        Facet("region", "region", "Region"),
        Facet("place", "place", "Place"),
    )

    def hidden(self):
        return searching.hidden_since_read(SOURCES)

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

    @cached_property
    def items(self):
        """The page's hits that the database confirms, in one query for all kinds, each with its groups."""
        if self.results is None:
            return self._without_index
        hits = self.results.hits
        wanted = {kind: [hit.pk for hit in hits if hit.kind == kind] for kind in {hit.kind for hit in hits}}
        rows = [visible(KINDS[kind], pks) for kind, pks in wanted.items()]
        shown = set(rows[0].union(*rows[1:], all=True).order_by()) if rows else set()
        groups = {group.slug: group for group in self.stakeholder_groups}
        for hit in hits:
            hit.for_groups = [group for slug, group in groups.items() if slug in hit.groups]
        return [hit for hit in hits if (hit.kind, hit.pk) in shown]

    @cached_property
    def _without_index(self):
        """A plain look into the titles, kind by kind, while the index is being made."""
        found = []
        for source in SOURCES:
            if self.text and (not self.filters["kind"] or source.kind in self.filters["kind"]):
                rows = source.rows().filter(pk__in=source.visible().order_by().values("pk"))
                for word in self.plain_words:
                    rows = rows.filter(**{f"{source.named}__icontains": word})
                found += [searching.plain_hit(source, row) for row in rows[:10]]
        return found


def visible(source, pks):
    """Return (kind, pk) of those rows of a source that may be shown."""
    return source.visible().order_by().filter(pk__in=pks).values_list(Value(source.kind), "pk")
