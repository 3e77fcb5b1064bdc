"""Every type of public page in a real browser: nothing for axe, no sideways scroll, nothing left behind."""

import pytest

from tests.browser.conftest import kept_in_browser
from tests.pages import create_everything, every_form, every_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.mark.parametrize("half", [0, 1])  # so that two workers may share them
def test_every_page_is_accessible_and_as_wide_as_the_window(page, live_server, assert_accessible, half):
    made, wide = create_everything(), []
    dark_within = "html"  # header and footer are the same on every page: their dark colours are asked once
    for name, address in list((every_page(made) | every_form(made)).items())[half::2]:
        page.goto(live_server.url + address)
        for width in [1280, 320]:
            assert_accessible(page, width=width, dark_within=dark_within)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(f"{name} at {width}")
        assert kept_in_browser(page) == [], name
        dark_within = "main"

    assert wide == []


@pytest.mark.parametrize("address", ["/nowhere/", "/for/nobody/"])
def test_error_page_is_accessible(page, live_server, assert_accessible, address):
    create_everything()
    page.goto(live_server.url + address)

    assert_accessible(page, width=320)
    assert_accessible(page, width=1280)


def test_first_tab_stop_skips_to_the_content(page, live_server):
    create_everything()
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_page_is_fetched_when_a_reader_points_at_its_link(page, live_server):
    create_everything()
    page.goto(live_server.url)

    with page.expect_request(lambda asked: asked.headers.get("sec-purpose") == "prefetch") as ahead:
        page.get_by_role("link", name="Publications").first.hover()

    assert ahead.value.url == f"{live_server.url}/publications/"
