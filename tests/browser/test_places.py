"""The map in a real browser: labels keep apart, markers are links with names, axe finds nothing."""

import random

import pytest
from django.core.management import call_command

from places.atlas.land import in_great_britain
from tests.factories import create_place, create_programme, create_project

pytestmark = pytest.mark.once
WIDTHS = [320, 768, 1280]
BOXES = """() => [...document.querySelectorAll('.map .pin text:not(.m-n)')]
  .filter(text => getComputedStyle(text).display !== 'none')
  .map(text => [text.textContent, text.getBoundingClientRect()])
  .map(([name, b]) => [name, b.left, b.top, b.right, b.bottom])"""


def overlaps(page):
    """Return the pairs of labels whose boxes, as drawn, cover each other by more than a hair."""
    boxes = page.evaluate(BOXES)
    assert boxes, "no label at all"
    return [
        (a[0], b[0])
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if min(a[3], b[3]) - max(a[1], b[1]) > 1 and min(a[4], b[4]) - max(a[2], b[2]) > 1
    ]


def scatter(count, seed=3):
    spread, made = random.Random(seed), 0  # noqa: S311 (the same places every time)
    programme = create_programme(mark="lv", short_name="Local Vision")
    while made < count:
        latitude, longitude = spread.uniform(50.2, 55.2), spread.uniform(-4.5, 1.5)
        if in_great_britain(latitude, longitude):
            place = create_place(name=f"Random place {made}", latitude=latitude, longitude=longitude)
            create_project(place=place, programme=programme)
            made += 1


def assert_labels_keep_apart(page, address):
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert overlaps(page) == [], (address, width)


def test_no_labels_overlap_with_the_initial_content(page, transactional_db):
    call_command("load_initial_content", verbosity=0)

    for address in ["/places/", "/places/?region=london", "/programmes/integration-pioneers/"]:
        assert_labels_keep_apart(page, address)


def test_no_labels_overlap_with_200_random_places(page, transactional_db):
    scatter(200)

    assert_labels_keep_apart(page, "/places/")


def test_every_marker_is_reached_and_named(page, transactional_db):
    scatter(30)
    page.goto("/places/")
    pins = page.locator(".map a.pin")
    pins.first.focus()

    for n in range(pins.count()):
        assert pins.nth(n).evaluate("pin => pin === document.activeElement")
        assert pins.nth(n).evaluate("pin => pin.querySelector('title').textContent.trim() !== ''")
        page.keyboard.press("Tab")


def test_axe_finds_nothing_on_the_places(page, transactional_db, assert_accessible):
    call_command("load_initial_content", verbosity=0)

    for address in [
        "/places/",
        "/places/cornwall-and-isles-of-scilly/",
        "/programmes/integration-pioneers/",
        "/projects/compare/?project=integration-pioneers-leeds&project=integration-pioneers-kent",
        "/projects/integration-pioneers-leeds/contact/",
        "/places/data/",
        "/events/",
    ]:
        page.goto(address)
        assert_accessible(page, width=320)
        assert_accessible(page, width=1280)
