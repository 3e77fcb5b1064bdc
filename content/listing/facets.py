"""The ways to narrow a list, and the boxes to tick."""

from typing import NamedTuple


class Facet(NamedTuple):
    """One way to narrow a list: its field in the index, its name in the address, its legend on the page.

    A facet without a legend is not among the filters: it is the tabs.
    """

    field: str
    param: str
    legend: str
    limit: int = 12


class Option(NamedTuple):
    """One box to tick. `item` has a name, and a mark where its kind has marks."""

    value: str
    item: object
    count: int
    checked: bool

    @property
    def label(self):
        return str(getattr(self.item, "name", self.item))

    @property
    def mark(self):
        return getattr(self.item, "mark", "")
