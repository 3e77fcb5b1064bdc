import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session

from articles.models import Article, Perspective
from tests.factories import create_article, create_groups

pytestmark = pytest.mark.once
PASSWORD = "a-long-password-1"
FILM = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.fixture
def page(new_context, transactional_db):
    return new_context().new_page()


@pytest.fixture
def desk(page):
    """A page on which an editor is signed in."""
    User.objects.create_superuser("editor", "editor@example.org", PASSWORD)
    page.goto("/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page


def change(article):
    return f"/admin/articles/article/{article.pk}/change/"


def type_into_body(page, text):
    page.locator(".field-body .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(text)


def test_film_asks_its_host_for_nothing_until_it_is_played(browser, live_server, transactional_db):
    page = browser.new_context(base_url=live_server.url).new_page()
    film = create_article(kind="video", video_url=FILM, transcript="<p>All that is said.</p>")
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="the player"))
    page.goto(film.get_absolute_url())
    frames_before = page.locator("iframe").count()

    with page.expect_request("https://www.youtube-nocookie.com/**") as asked:
        page.get_by_text("Play the film").click()

    assert frames_before == 0
    assert asked.value.url.startswith("https://www.youtube-nocookie.com/embed/abcdefghijk")


def test_film_is_a_link_without_scripts(new_context, transactional_db):
    film = create_article(kind="video", video_url=FILM, transcript="<p>All that is said.</p>")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(film.get_absolute_url())

    assert page.get_by_role("link", name="Play the film").get_attribute("href") == FILM
    assert page.get_by_text("All that is said.").is_visible()


def test_read_it_as_leads_to_the_part_for_a_group(page):
    article = create_article(kind="insight")
    for group in create_groups():
        Perspective.objects.create(
            article=article, group=group, heading=f"For {group}", body="<p>Why.</p>" * 20
        )
    page.goto(article.get_absolute_url())

    page.get_by_role("link", name="Regulator or inspector").click()

    assert page.url.endswith("#regulators-and-inspectors")
    assert page.get_by_role("heading", name="For Regulators and inspectors").is_visible()


def test_editor_previews_what_is_typed_and_saves_nothing(desk):
    article = create_article(body="<p>As it was.</p>")
    desk.goto(change(article))
    type_into_body(desk, "Just typed. ")

    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name="Preview").first.click()

    assert "Just typed. As it was." in opened.value.locator(".prose").inner_text()
    assert Article.objects.get(pk=article.pk).body == "<p>As it was.</p>"


def test_editor_keeps_edits_and_publishes_them_later(desk):
    article = create_article(body="<p>As it was.</p>")
    desk.goto(change(article))
    type_into_body(desk, "Better. ")

    desk.get_by_role("button", name="Keep as a draft").first.click()
    kept = Article.objects.get(pk=article.pk).body
    desk.get_by_role("button", name="Save: readers see it").first.click()
    desk.get_by_text("was changed successfully").wait_for()

    assert kept == "<p>As it was.</p>"
    assert Article.objects.get(pk=article.pk).body == "<p>Better. As it was.</p>"


def test_session_that_ran_out_brings_the_text_back(desk):
    article = create_article(title="Before")
    desk.goto(change(article))
    desk.get_by_label("Title:", exact=True).fill("An hour’s work")
    Session.objects.all().delete()

    desk.get_by_role("button", name="Save: readers see it").first.click()
    desk.get_by_text("Nothing is lost").wait_for()
    desk.get_by_label("Username").fill("editor")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Log in").click()

    assert desk.get_by_label("Title:", exact=True).input_value() == "An hour’s work"


def test_film_page_is_accessible(page, assert_accessible):
    film = create_article(kind="video", video_url=FILM, transcript="<p>All that is said.</p>")
    page.goto(film.get_absolute_url())

    assert_accessible(page, width=320)
    assert_accessible(page, width=1280)
