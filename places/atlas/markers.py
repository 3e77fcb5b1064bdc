"""Markers: places close to each other become one, so that no two overlap at any width."""

from collections import deque
from dataclasses import dataclass, field
from math import hypot
from typing import NamedTuple

GAP = 28  # units between the centres of two markers
MOST = 60  # markers on one map; with more places than room, each stands for more


class Use(NamedTuple):
    """One ring mark at a point of the drawing; two in one marker are smaller and stand side by side."""

    mark_class: str
    transform: str


@dataclass
class Marker:
    """One place, or several close together, at a point of the drawing."""

    x: float
    y: float
    count: int
    pk: int
    name: str
    slug: str
    regions: frozenset
    box: tuple  # south, west, north, east of the places it stands for
    programmes: list = field(default_factory=list)
    label: object = None

    def __add__(self, other):
        """Return the marker that stands for both; it takes the name of the first."""
        first, second = sorted((self, other), key=lambda marker: (-marker.count, marker.name))
        count = first.count + second.count
        south, west, north, east = zip(first.box, second.box, strict=True)
        return Marker(
            x=(first.x * first.count + second.x * second.count) / count,
            y=(first.y * first.count + second.y * second.count) / count,
            count=count,
            pk=first.pk,
            name=first.name,
            slug=first.slug,
            regions=first.regions | second.regions,
            box=(min(south), min(west), max(north), max(east)),
        )

    @property
    def left(self):
        return round(self.x)

    @property
    def top(self):
        return round(self.y)

    @property
    def tier(self):
        """The style sheet's tier of the label: only the first stays on phones."""
        return "t1" if self.label and self.label.bold else "t2"

    @property
    def others(self):
        return self.count - 1

    @property
    def box_address(self):
        """Return the box as an address says it, or nothing when the places share one point."""
        south, west, north, east = self.box
        if north - south < 0.002 and east - west < 0.003:
            return ""
        return f"{south - 0.001:.3f},{west - 0.001:.3f},{north + 0.001:.3f},{east + 0.001:.3f}"

    @property
    def uses(self):
        """Return the `Use` of each programme's mark; a place in none has a plain ring."""
        classes = list(dict.fromkeys(programme.mark_class for programme in self.programmes)) or ["op"]
        if len(classes) == 1:
            return [Use(classes[0], f"translate({self.left} {self.top})")]
        shown = classes[:2]
        return [
            Use(shown[0], f"translate({self.left - 7} {self.top})scale(.75)"),
            Use(shown[1], f"translate({self.left + 7} {self.top})scale(.75)"),
        ]


def spaced(markers):
    """Return as few markers as it takes for every two to stand apart, from north to south by region."""
    gap = GAP
    apart = _merge(markers, gap)
    while len(apart) > MOST:
        gap *= 1.25
        apart = _merge(apart, gap)
    return sorted(apart, key=lambda marker: (min(marker.regions), marker.y, marker.x))


def _merge(markers, gap):
    """Join each marker with a neighbour nearer than the gap until there is none."""
    grid, waiting = {}, deque(markers)
    while waiting:
        marker = waiting.popleft()
        near = next((other for other in _around(grid, marker, gap) if _apart(marker, other) < gap), None)
        if near is None:
            grid.setdefault(_cell(marker, gap), []).append(marker)
        else:
            grid[_cell(near, gap)].remove(near)
            waiting.append(near + marker)
    return [marker for cell in grid.values() for marker in cell]


def _cell(marker, gap):
    return int(marker.x // gap), int(marker.y // gap)


def _around(grid, marker, gap):
    column, row = _cell(marker, gap)
    cells = ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
    return [other for cell in cells for other in grid.get(cell, ())]


def _apart(a, b):
    return hypot(a.x - b.x, a.y - b.y)
