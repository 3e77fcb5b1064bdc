"""From latitude and longitude to kilometres on a flat sheet, and from there to the units of a drawing."""

from math import atan2, atanh, cos, degrees, radians, sin, sinh, sqrt, tan
from typing import NamedTuple

EARTH_KM = 6371
MERIDIAN = radians(-2)  # the central meridian of Great Britain, as on its national grid
NORTH = radians(56)


def to_km(latitude, longitude):
    """Return (x, y) in kilometres, y growing to the south: a transverse Mercator on a sphere."""
    north, east = radians(latitude), radians(longitude) - MERIDIAN
    x = atanh(cos(north) * sin(east))
    y = atan2(tan(north), cos(east))
    return EARTH_KM * x, EARTH_KM * (NORTH - y)


def from_km(x, y):
    """Return (latitude, longitude) of a point on the sheet: the way back from `to_km`."""
    x, y = x / EARTH_KM, NORTH - y / EARTH_KM
    latitude = atan2(sin(y), sqrt(sinh(x) ** 2 + cos(y) ** 2))
    return degrees(latitude), degrees(MERIDIAN + atan2(sinh(x), cos(y)))


class Frame(NamedTuple):
    """The part of the sheet that a drawing shows, and how large."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, left, top, right, bottom, width=530, height=656, largest=14):
        """Return the frame that shows a box of kilometres and what lies around it."""
        wide, high = max(right - left, 1), max(bottom - top, 1)
        scale = min(width / wide, height / high, largest)
        spare_x, spare_y = width / scale - wide, height / scale - high
        return cls(left - spare_x / 2, top - spare_y / 2, scale, width, height)

    def place(self, latitude, longitude):
        """Return the units (x, y) of a point on the earth."""
        return self.at(*to_km(latitude, longitude))

    def at(self, x, y):
        """Return the units (x, y) of a point on the sheet."""
        return self.all_at([(x, y)])[0]

    def all_at(self, points):
        """Return the units of many points on the sheet."""
        left, top, scale = self.left, self.top, self.scale
        return [((x - left) * scale, (y - top) * scale) for x, y in points]
