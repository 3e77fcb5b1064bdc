"""The weave: the Hub's line drawing, made from quarter-circle tiles.

The same slug always gives the same picture, so that a piece without a photograph gets one that
stays its own. Colours come from the style sheet.
"""

import hashlib
import math
import random
from functools import lru_cache

# Edges of a tile: 0 top, 1 right, 2 bottom, 3 left. Each tile joins its edges in one of two ways.
LINK = ({0: 3, 3: 0, 1: 2, 2: 1}, {0: 1, 1: 0, 2: 3, 3: 2})
STEP = ((0, -1), (1, 0), (0, 1), (-1, 0))
TILE = 40  # drawing units
TRIES = 2000
RIGHT, OUT = -1, -2  # where a strand ends: at the right edge of the drawing, at another

SHAPES = {  # the six stakeholder groups, in a box of 16 by 16
    1: "M.4 11.8a7.6 7.6 0 0 1 15.2 0z",
    2: "M1.8 1.8h12.4v12.4H1.8z",
    3: "M8 1.2 15.8 14.6H.2z",
    4: "M8 4.6a4.5 4.5 0 1 1 0 6.8 4.5 4.5 0 1 1 0-6.8z",
    5: "M15 8A7 7 0 1 1 1 8a7 7 0 0 1 14 0z",
    6: "M8 .3 15.7 8 8 15.7.3 8z",
}


@lru_cache(maxsize=2000)
def weave_svg(slug, cols=6, rows=4, groups=(), align="xMidYMid"):
    """Return the SVG text of the weave for a slug.

    `cols` and `rows` count tiles; `groups` are up to six group numbers whose shapes sit inside
    closed rings, where there are any; `align` is SVG's preserveAspectRatio alignment.
    """
    seed = int(hashlib.sha256(slug.encode()).hexdigest()[:8], 16)
    grid, thread = _find_thread(seed, cols, rows)
    rings = [(c + 1, r + 1) for c, r in grid if _closes_ring(grid, c, r)]
    random.Random(seed).shuffle(rings)  # noqa: S311 (a drawing, not a secret)
    shapes = "".join(
        f'<path class="g{group}" transform="translate({x * TILE - 9.6:g} {y * TILE - 9.6:g})scale(1.2)"'
        f' d="{SHAPES[group]}"/>'
        for group, (x, y) in zip(groups, rings, strict=False)
    )
    return (
        f'<svg class="weave" fill="none" stroke-width="5" viewBox="0 0 {cols * TILE} {rows * TILE}" '
        f'preserveAspectRatio="{align} slice" aria-hidden="true" focusable="false">'
        f'<path class="b" stroke-width="17" d="{_bed(grid)}"/>'
        f'<path class="t" d="{_path(thread)}"/>{shapes}</svg>'
    )


def strands(slug, cols, rows):
    """Return (bed, thread) of the slug's weave for other drawings: lists of quarter circles.

    A quarter circle is (corner, from, to), each a point (x, y) in tiles.
    """
    grid, thread = _find_thread(int(hashlib.sha256(slug.encode()).hexdigest()[:8], 16), cols, rows)
    pairs = [((0, 3), (1, 2)), ((0, 1), (2, 3))]  # the edges that each way of laying a tile joins
    bed = [(tile, into, out) for tile, way in grid.items() for into, out in pairs[way]]
    return [_quarter(step) for step in bed], [_quarter(step) for step in thread]


def _quarter(step):
    (column, row), into, out = step
    corner = (column + (1 in (into, out)), row + (2 in (into, out)))
    return corner, _middle(column, row, into), _middle(column, row, out)


def _find_thread(seed, cols, rows):
    """Look for a strand that crosses from left to right, neither short nor tangled."""
    onward, wanted = _onward(cols, rows), 2.2 * cols
    dice, best = random.Random(seed), None  # noqa: S311 (a drawing)
    for _ in range(TRIES):
        bits = dice.getrandbits(cols * rows)
        ways = f"{bits:0{cols * rows}b}"[::-1]
        for row in range(rows):
            most = wanted + best[0] if best else math.inf
            place, length = 4 * row + 3, 0
            while place >= 0 and length < most:
                place = onward[ways[place >> 2]][place]
                length += 1
            if place == RIGHT and (best is None or abs(length - wanted) < best[0]):
                best = (abs(length - wanted), bits, row)
        if best and best[0] < 1.5:
            break
    _, bits, row = best
    grid = {(c, r): bits >> (c * rows + r) & 1 for c in range(cols) for r in range(rows)}
    return grid, _trace(grid, (0, row), 3)


@lru_cache
def _onward(cols, rows):
    """Return, for each way of laying a tile, where a strand goes: {"0": [...], "1": [...]}.

    A place is a tile's number times four plus the edge by which the strand comes in; tiles are numbered
    down the columns. `RIGHT` and `OUT` are no places.
    """
    table = {}
    for way in range(2):
        table[str(way)] = places = []
        for tile in range(cols * rows):
            for edge in range(4):
                leave = LINK[way][edge]
                column, row = tile // rows + STEP[leave][0], tile % rows + STEP[leave][1]
                inside = 0 <= column < cols and 0 <= row < rows
                into = 4 * (column * rows + row) + (leave + 2) % 4
                places.append(into if inside else RIGHT if column == cols else OUT)
    return table


def _trace(grid, tile, edge):
    """Follow one strand from the tile entered through an edge: [(tile, in, out), ...]."""
    steps, seen = [], set()
    while tile in grid and (tile, edge) not in seen:
        seen.add((tile, edge))
        leave = LINK[grid[tile]][edge]
        steps.append((tile, edge, leave))
        tile, edge = (tile[0] + STEP[leave][0], tile[1] + STEP[leave][1]), (leave + 2) % 4
    return steps


def _bed(grid):
    """Draw every strand: those that start at the border first, then the closed rings."""
    left, bed = {(tile, edge) for tile in grid for edge in range(4)}, ""

    def inside_first(start):
        (column, row), edge = start
        return ((column + STEP[edge][0], row + STEP[edge][1]) in grid, start)

    while left:
        steps = _trace(grid, *min(left, key=inside_first))
        left -= {(tile, edge) for tile, into, out in steps for edge in (into, out)}
        bed += _path(steps)
    return bed


def _path(steps):
    """Return the path data of one strand, as quarter circles."""
    data, x, y = "", None, None
    for (c, r), into, out in steps:
        (x0, y0), (x1, y1) = _middle(c, r, into), _middle(c, r, out)
        corner_x, corner_y = c + (1 in (into, out)), r + (2 in (into, out))
        sweep = int((x0 - corner_x) * (y1 - corner_y) - (y0 - corner_y) * (x1 - corner_x) > 0)
        if x is None:
            data, x, y = f"M{x0 * TILE:g} {y0 * TILE:g}", x0, y0
        data += f"a{TILE / 2:g} {TILE / 2:g} 0 0 {sweep} {(x1 - x) * TILE:g} {(y1 - y) * TILE:g}"
        x, y = x1, y1
    return data


def _middle(c, r, edge):
    return ((c + 0.5, r), (c + 1, r + 0.5), (c + 0.5, r + 1), (c, r + 0.5))[edge]


def _closes_ring(grid, c, r):
    corners = ((c, r), (c + 1, r), (c, r + 1), (c + 1, r + 1))
    return [grid.get(tile) for tile in corners] == [0, 1, 1, 0]
