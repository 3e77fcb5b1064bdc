"""Names on the map, only where they cover nothing: the list beside the map has them all.

Two sizes of lettering share one layout. On phones only the bold names stay, in larger letters, so
the room for a bold name is measured at that size.
"""

from typing import NamedTuple

SMALL, LARGE = 13, 22  # units: the lettering of the style sheet on wide and on narrow pages
RADIUS = 15  # of a marker, ring included
NARROW, WIDE = frozenset(" '’.,:;!|()[]-ijlftrI"), frozenset("mwMWOQGDHN&%@+")


class Label(NamedTuple):
    """Where a name stands: the start of its baseline, its side of the marker, bold or not."""

    text: str
    x: int
    y: int
    anchor: str
    bold: bool


def text_width(text, size):
    """Return a safe width of a text in units of its size, as the widest of our typefaces sets it."""
    ems = sum(0.42 if c in NARROW else 0.98 if c in WIDE else 0.7 for c in text)
    return ems * size


def place_labels(markers, frame):
    """Give each marker of the drawing its label, or none where there is no room."""
    taken = [_around(marker) for marker in markers]
    bold = [marker for marker in markers if marker.count > 1 or len(marker.programmes) > 1]
    for marker in bold:
        _place(marker, frame, taken, bold=True)
    for marker in markers:
        if marker.label is None:
            _place(marker, frame, taken, bold=False)


def _around(marker):
    return marker.x - RADIUS, marker.y - RADIUS, marker.x + RADIUS, marker.y + RADIUS


def _place(marker, frame, taken, bold):
    """Take the first side of the marker on which its name is free of everything placed before."""
    size, own, text = LARGE if bold else SMALL, _around(marker), label_text(marker)
    for x, y, anchor in _sides(marker, size):
        box = _box(x, y, anchor, text_width(text, size), size)
        if _inside(box, frame) and not any(_touch(box, other) for other in taken if other != own):
            marker.label = Label(text, round(x), round(y), anchor, bold)
            taken.append(box)
            return


def label_text(marker):
    """Return the name of one place, the region that holds several, or the first of them and how many more."""
    if marker.count == 1:
        return marker.name
    return f"{marker.name} +{marker.count - 1}"


def _sides(marker, size):
    """Yield baselines beside, below and above the marker, the most usual first."""
    x, y, reach = marker.x, marker.y, RADIUS + 2
    for rise in (0, 9, -9):
        yield x + reach, y + 5 + rise, "start"
        yield x - reach, y + 5 + rise, "end"
    yield x, y + reach + 0.8 * size, "middle"
    yield x, y - reach - 0.25 * size, "middle"


def _box(x, y, anchor, width, size):
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return left, y - 0.95 * size, left + width, y + 0.3 * size


def _inside(box, frame):
    left, top, right, bottom = box
    return left >= 2 and top >= 2 and right <= frame.width - 2 and bottom <= frame.height - 2


def _touch(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
