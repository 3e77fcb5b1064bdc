"""The map: projection, land, markers and labels."""

import random
from itertools import combinations
from math import hypot
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.atlas import outline
from places.atlas.labels import place_labels, text_width
from places.atlas.land import areas, in_great_britain
from places.atlas.markers import GAP, MOST, Marker, spaced
from places.atlas.projection import from_km, to_km

pytestmark = pytest.mark.once


def marker(x, y, name="Somewhere", count=1, region="E12000001"):
    return Marker(x, y, count, 1, name, "somewhere", frozenset({region}), (51.0, -1.0, 51.5, -0.5))


def scattered(n, seed=1):
    spread = random.Random(seed)  # noqa: S311 (the same places every time)
    return [marker(spread.uniform(20, 510), spread.uniform(20, 630), f"Place number {i}") for i in range(n)]


@given(st.floats(49.5, 60.5), st.floats(-8, 2))
def test_the_projection_leads_back(latitude, longitude):
    assert from_km(*to_km(latitude, longitude)) == pytest.approx((latitude, longitude))


def test_a_degree_north_is_111_kilometres():
    (_, south), (_, north) = to_km(52, -2), to_km(53, -2)

    assert south - north == pytest.approx(111.2, abs=0.1)


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Plymouth", 50.371, -4.142),
        ("Bournemouth, just off the simplified coast", 50.72, -1.879),
        ("Isles of Scilly, too small for the map", 49.92, -6.3),
        ("West Dunbartonshire", 55.945, -4.565),
    ],
)
def test_land_holds_places_in_great_britain(name, latitude, longitude):
    assert in_great_britain(latitude, longitude), name


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Calais", 50.95, 1.85),
        ("Belfast", 54.6, -5.93),
        ("Isle of Man", 54.2, -4.5),
        ("London with its numbers swapped", -0.12, 51.5),
        ("nowhere", 0.0, 0.0),
        ("the middle of the North Sea", 55.0, 1.5),
    ],
)
def test_land_does_not_hold_what_lies_elsewhere(name, latitude, longitude):
    assert not in_great_britain(latitude, longitude), name


def test_the_land_is_nine_regions_wales_and_scotland():
    assert sorted(code[0] for code in areas()) == ["E"] * 9 + ["S", "W"]


@pytest.mark.parametrize("code", [*areas()])
def test_every_region_has_a_map_that_shows_it(code):
    frame = outline.region(code)

    assert code in dict(outline.outlines(frame))


def test_an_outline_stays_near_the_frame():
    frame = outline.region("E12000007")

    for ring in areas()["S92000003"].rings:
        assert all(frame.at(*point)[1] < 0 for point in ring)
    assert "S92000003" not in dict(outline.outlines(frame))


@pytest.mark.parametrize("n", [1, 30, 200, 1000])
def test_no_two_markers_come_too_close(n):
    markers = spaced(scattered(n))

    assert all(hypot(a.x - b.x, a.y - b.y) >= GAP for a, b in combinations(markers, 2))


def test_markers_stand_for_every_place_once():
    markers = spaced(scattered(500))

    assert sum(marker.count for marker in markers) == 500
    assert len(markers) <= MOST


def test_a_marker_for_several_holds_the_box_of_all():
    south = Marker(0, 0, 1, 1, "A", "a", frozenset("1"), (50, -2, 50, -2))
    north = Marker(10, 10, 1, 2, "B", "b", frozenset("2"), (51, -1, 51, -1))

    assert (south + north).box == (50, -2, 51, -1)


def test_places_at_one_point_lead_to_the_list_and_not_to_a_map():
    one = Marker(0, 0, 1, 1, "A", "a", frozenset("1"), (50, -2, 50, -2))

    assert (one + one).box_address == ""


@pytest.mark.parametrize("n", [5, 60, 200])
def test_no_label_covers_another_or_a_marker(n):
    markers = spaced(scattered(n, seed=n))
    place_labels(markers, SimpleNamespace(width=530, height=656))
    boxes = [box(marker.label) for marker in markers if marker.label]

    assert len(boxes) >= min(n, 5)
    assert not [pair for pair in combinations(boxes, 2) if touch(*pair)]
    assert not [m.name for m in markers for b in boxes if touch(b, (m.x - 9, m.y - 9, m.x + 9, m.y + 9))]


def box(label):
    size = 22 if label.bold else 13
    width = text_width(label.text, size)
    left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    return left, label.y - 0.75 * size, left + width, label.y + 0.25 * size


def touch(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
