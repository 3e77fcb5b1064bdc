import pytest
from playwright.sync_api import expect

from tests.factories import create_article

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def field(new_context, live_server, catch_up):
    """Return the search field in the head of a page, with one article to be found."""
    create_article(title="Trust takes time")
    catch_up()
    page = new_context().new_page()
    page.goto("/about/")
    return page.locator("header input[data-suggest]")


def test_titles_are_offered_while_one_types_and_chosen_by_keyboard(field):
    field.press_sequentially("trus")
    expect(field.page.get_by_role("option")).to_have_text(["Trust takes time Articles"])
    field.press("ArrowDown")
    field.press("Enter")

    expect(field.page.get_by_role("heading", level=1)).to_have_text("Trust takes time")


def test_offered_titles_are_accessible(field, assert_accessible):
    field.press_sequentially("trus")
    expect(field.page.get_by_role("option")).to_have_count(1)

    assert_accessible(field.page, dark_within="header")


def test_escape_puts_the_titles_away_and_keeps_the_words(field):
    field.press_sequentially("trus")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")

    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("trus")


def test_field_that_nobody_uses_is_left_alone(field):
    expect(field.page.get_by_role("listbox", include_hidden=True)).to_have_count(0)
