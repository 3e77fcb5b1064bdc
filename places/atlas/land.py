"""The land of Great Britain: nine English regions, Wales and Scotland, on the sheet of `projection`.

great_britain.json is made from fixtures/facts/great-britain.geojson by `manage.py make_map`.
"""

import json
from functools import lru_cache
from math import hypot
from pathlib import Path
from typing import NamedTuple

from places.atlas.projection import to_km

DATA = Path(__file__).with_name("great_britain.json")
COAST_KM = 10  # the coast is simplified and small islands are missing: forgive this much
SCILLY = (49.80, -6.50, 50.05, -6.20)  # south, west, north, east: too small for the drawing


class Area(NamedTuple):
    """One region or country: its ONS code, its name, and its outer rings in kilometres."""

    code: str
    name: str
    rings: tuple

    @property
    def box(self):
        """Return (left, top, right, bottom) in kilometres."""
        xs, ys = zip(*(point for ring in self.rings for point in ring), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


@lru_cache(maxsize=1)
def areas():
    """Return every `Area` by its ONS code, read once from the data file."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["areas"]
    return {
        row["code"]: Area(row["code"], row["name"], tuple(_ring(flat) for flat in row["rings"]))
        for row in rows
    }


def in_great_britain(latitude, longitude):
    """Whether a point lies on the land of Great Britain or within a few kilometres of its coast."""
    south, west, north, east = SCILLY
    if south <= latitude <= north and west <= longitude <= east:
        return True
    if not (49 <= latitude <= 61 and -9 <= longitude <= 3):
        return False
    point = to_km(latitude, longitude)
    rings = [ring for area in areas().values() for ring in area.rings]
    return any(_inside(point, ring) for ring in rings) or any(_near(point, ring) for ring in rings)


def _ring(tenths):
    """Return the points of a ring from its flat list of tenths of a kilometre."""
    return tuple((x / 10, y / 10) for x, y in zip(tenths[::2], tenths[1::2], strict=True))


def _edges(ring):
    return zip(ring, ring[1:] + ring[:1], strict=True)


def _inside(point, ring):
    """Count the edges to the east of the point: an odd number means that it is inside."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in _edges(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _near(point, ring):
    return any(_distance(point, a, b) <= COAST_KM for a, b in _edges(ring))


def _distance(point, a, b):
    """Return how far the point is from the edge between a and b."""
    (x, y), (ax, ay), (bx, by) = point, a, b
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0
    along = min(max(along, 0), 1)
    return hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))
