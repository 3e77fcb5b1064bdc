"""Takes the pictures of docs/editors.md from a running demonstration (`make run`).

Usage: python -m scripts.picture_handbook http://127.0.0.1:8000 NAME PASSWORD

It needs Chromium and the packages of requirements/dev.txt. It keeps edits to one article as a draft
and drops them again; nothing that readers see changes.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "editors"
ARTICLES = "/admin/articles/article/"
SIZE = {"width": 1200, "height": 760}


def main(site, name, password):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_context(base_url=site, viewport=SIZE).new_page()
        sign_in(page, name, password)
        take_all(page, name, password)
        browser.close()


def sign_in(page, name, password):
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("The desk").first.wait_for()


def take_all(page, name, password):
    """Walk through the handbook in its order."""
    take(page, "desk")
    page.goto(ARTICLES)
    take(page, "list")
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_title").wait_for()
    article = page.url.partition("?")[0]
    take(page, "form")
    write(page)
    preview(page)
    page.get_by_role("button", name="Keep as a draft").first.click()
    take(page, "kept")
    page.get_by_role("link", name="Compare the two").click()
    take(page, "compare")
    page.get_by_role("button", name="Drop the edits").click()
    page.goto(article.replace("change/", "history/"))
    take(page, "history")
    page.goto(article)
    page.get_by_role("link", name="Withdraw…").first.click()
    take(page, "withdraw")
    run_out(page, article)
    sign_in_again(page, name, password)


def write(page):
    page.locator(".field-body .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("One sentence more, to show what happens to it. ")


def preview(page):
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").first.click()
    opened.value.wait_for_load_state()
    take(opened.value, "preview")
    opened.value.close()


def run_out(page, article):
    """Send a form after its session has ended."""
    page.goto(article)
    write(page)
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Keep as a draft").first.click()
    page.get_by_text("Nothing is lost").wait_for()
    take(page, "session")


def sign_in_again(page, name, password):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("It is not saved yet").wait_for()
    take(page, "rescued")


def take(page, name):
    """Save what the window shows as a small WebP."""
    page.wait_for_load_state()
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(FOLDER / f"{name}.webp", "WEBP", quality=60, method=6)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
