"""The outlines of the land as SVG path data, cut to what a drawing shows."""

from functools import lru_cache

from places.atlas.land import areas
from places.atlas.projection import Frame

MARGIN = 12  # units kept around the drawing, so that no cut edge shows


@lru_cache(maxsize=1)
def england():
    """Return the frame that shows all of England, with room for labels in the west."""
    boxes = [area.box for code, area in areas().items() if code.startswith("E")]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Frame.around(min(lefts) - 6, min(tops) - 6, max(rights) + 14, max(bottoms) + 6)


@lru_cache(maxsize=16)
def region(code):
    """Return the frame that shows one region or country; raise KeyError for an unknown code."""
    left, top, right, bottom = areas()[code].box
    edge = 0.06 * max(right - left, bottom - top)
    return Frame.around(left - edge, top - edge, right + edge, bottom + edge)


@lru_cache(maxsize=64)
def outlines(frame):
    """Return [(ONS code, path data)] of every area that shows in the frame."""
    drawn = ((code, _path(area.rings, frame)) for code, area in areas().items())
    return [(code, path) for code, path in drawn if path]


def _path(rings, frame):
    cut = (_cut(frame.all_at(ring), frame) for ring in rings)
    return "".join(_ring_path(points) for points in cut if points)


def _ring_path(points):
    """Return one closed ring in whole units, each point relative to the one before."""
    (x, y), *others = [(round(x), round(y)) for x, y in points]
    steps = [f"M{x} {y}l"]
    for next_x, next_y in others:
        dx, dy = next_x - x, next_y - y
        if dx or dy:
            x, y = next_x, next_y
            steps.append(f"{dx} {dy} " if dy >= 0 else f"{dx}{dy} ")
    return "".join(steps).rstrip() + "z" if len(steps) > 2 else ""


def _cut(points, frame):
    """Return the polygon cut to the frame and its margin, one side after the other."""
    sides = [
        (0, -MARGIN, 1),
        (0, frame.width + MARGIN, -1),
        (1, -MARGIN, 1),
        (1, frame.height + MARGIN, -1),
    ]
    for axis, limit, sign in sides:
        outermost = min if sign > 0 else max
        if points and sign * (outermost(point[axis] for point in points) - limit) < 0:
            points = list(_cut_side(points, axis, limit, sign))
    return points


def _cut_side(points, axis, limit, sign):
    for a, b in zip(points[-1:] + points[:-1], points, strict=True):
        a_in, b_in = (sign * (point[axis] - limit) >= 0 for point in (a, b))
        if a_in != b_in:
            share = (limit - a[axis]) / (b[axis] - a[axis])
            yield tuple(p + share * (q - p) for p, q in zip(a, b, strict=True))
        if b_in:
            yield b
