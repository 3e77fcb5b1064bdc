"""The whole way of a comment in a real browser: with a script and without, by keyboard, narrow and dark."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Follow, HubComment
from comments.notices import send_reply_notices
from tests.comments.visitor import links_in, own_page
from tests.factories import create_article, create_comment, create_groups

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
SETTINGS = {"COMMENTS_MIN_SECONDS": 0, "COMMENTS_LIMIT_TIMES": 10}


@pytest.fixture(autouse=True)
def quick(settings):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


@pytest.fixture
def moderator(client, live_server):
    """Return the cookies of somebody who may do everything in the admin."""
    client.force_login(User.objects.create_superuser("mod"))
    return [{"name": name, "value": c.value, "url": live_server.url} for name, c in client.cookies.items()]


def tab_to(page, selector, keys="Tab"):
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(keys)
    pytest.fail(f"Tab never reached {selector} on {page.url}")


def type_into(page, name, text):
    tab_to(page, f"#comment-{name}")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")


def open_link(page, live_server, message, name):
    page.goto(live_server.url + links_in(message)[name])


def approve_all(context, cookies, live_server):
    """Approve what waits, in the admin, by keyboard."""
    context.add_cookies(cookies)
    desk = context.new_page()
    desk.goto(f"{live_server.url}/admin/comments/hubcomment/")
    for box in range(1, desk.locator(".action-select").count() + 1):
        tab_to(desk, f"tr:nth-of-type({box}) .action-select")
        desk.keyboard.press("Space")
    tab_to(desk, "select[name=action]", "Shift+Tab")
    desk.keyboard.type("Approve")
    tab_to(desk, "button[name=index]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("approved")
    desk.close()
    context.clear_cookies()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_way_of_a_comment(new_context, live_server, moderator, mailoutbox, script, width, scheme):
    create_groups()
    article = create_article()
    context = new_context(
        java_script_enabled=script, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()

    # Write, err, and find everything still there.
    page.goto(article.get_absolute_url())
    expect(page.get_by_text("There are no comments. Why not be the first?")).to_be_visible()
    tab_to(page, "[name=group]")
    page.keyboard.press("Space")
    type_into(page, "comment", "Forty knocks is our street.")
    type_into(page, "email", "dawn.example.org")
    tab_to(page, "[name=followup]")
    page.keyboard.press("Space")
    press(page, "#comment-form button")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator("#comment-comment")).to_have_value("Forty knocks is our street.")
    expect(page.locator("[name=followup]")).to_be_checked()

    # Follow the summary to the field, correct, send.
    press(page, ".errsum a[href='#comment-name']")
    expect(page.locator("#comment-name")).to_be_focused()
    page.keyboard.type("Dawn")
    type_into(page, "email", "dawn@example.org")
    press(page, "#comment-form button")
    expect(page.get_by_role("heading", name="Check your e-mail to confirm")).to_be_visible()

    # Confirm, moderate, see.
    open_link(page, live_server, mailoutbox[0], "confirm")
    press(page, "main .btn")
    expect(page.locator(".stand")).to_contain_text("Waiting")
    approve_all(context, moderator, live_server)
    page.goto(article.get_absolute_url())
    expect(page.locator(".cm")).to_contain_text("Forty knocks is our street.")

    # Somebody replies; the writer hears of it only after approval.
    press(page, ".cm__acts a")
    expect(page.get_by_role("heading", name="Reply to Dawn")).to_be_visible()
    type_into(page, "comment", "How did you count?")
    type_into(page, "name", "Peter")
    type_into(page, "email", "peter@example.org")
    press(page, "#comment-form button")
    expect(page.get_by_role("heading", name="Check your e-mail to confirm")).to_be_visible()
    open_link(page, live_server, mailoutbox[1], "confirm")
    press(page, "main .btn")
    expect(page.locator(".stand")).to_contain_text("Waiting")
    assert send_reply_notices() == 0
    approve_all(context, moderator, live_server)
    tell_now()
    assert mailoutbox[2].to == ["dawn@example.org"]

    # The notice leads to the reply and can be stopped.
    page.goto(live_server.url + re.search(r"example\.org(/comments/\d+/)", mailoutbox[2].body)[1])
    expect(page.locator(":target")).to_contain_text("How did you count?")
    open_link(page, live_server, mailoutbox[2], "stop")
    press(page, "main .btn")
    expect(page.get_by_role("heading", name="You will get no more of these")).to_be_visible()

    # Withdraw: a neutral line stays over the reply.
    open_link(page, live_server, mailoutbox[0], "mine")
    press(page, "[name=withdraw]")
    expect(page.locator(".stand")).to_contain_text("Withdrawn")
    page.goto(article.get_absolute_url())
    expect(page.locator("#comments")).to_contain_text("This comment was withdrawn by its writer.")
    expect(page.locator("#comments")).not_to_contain_text("Forty knocks")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def tell_now():
    """Let an hour pass, then send the notices."""
    Follow.objects.update(told_up_to=timezone.now() - timedelta(hours=2))
    HubComment.objects.update(shown_at=timezone.now() - timedelta(minutes=5))
    assert send_reply_notices() == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_of_the_box_are_accessible(new_context, live_server, assert_accessible, width):
    groups = create_groups()
    first = create_comment(group=groups[0], badge="author")
    reply = create_comment(answers=first, group=groups[3])
    create_comment(answers=create_comment(answers=reply))
    reply.withdraw()
    article, waiting = first.discussion.item, create_comment(state="waiting")
    page = new_context().new_page()
    follow = f"/comments/on/articles.article/{article.pk}/follow/"

    for address in [
        article.get_absolute_url(),
        f"/comments/{first.pk}/reply/",
        f"/comments/{first.pk}/report/",
        follow,
        own_page(waiting),
        "/comments/stop/made-up/",
    ]:
        page.goto(address)
        assert_accessible(page, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"/comments/{first.pk}/reply/")
    page.locator("#comment-form button").click()
    expect(page.locator(".errsum")).to_be_focused()
    assert_accessible(page, width=width)


def test_link_to_a_comment_on_a_later_page_lands_there(new_context, live_server):
    article = create_article()
    comments = [create_comment(article) for _ in range(52)]
    last = comments[-1]
    page = new_context().new_page()

    page.goto(last.get_absolute_url())
    expect(page.locator(f"#comment-{last.pk}")).to_be_in_viewport()

    page.goto(f"{article.get_absolute_url()}#comment-{last.pk}")
    expect(page.locator(f"#comment-{last.pk}")).to_be_in_viewport()
    assert "comments=2" in page.url


def test_trap_is_met_by_no_person(new_context, live_server):
    article = create_article()
    page = new_context().new_page()
    page.goto(article.get_absolute_url())

    box = page.locator("[name=website]")

    assert box.evaluate("box => box.closest('.vh').getBoundingClientRect().width") <= 1
    assert "Leave this box empty" not in page.locator("#comment-form").aria_snapshot()


def test_script_fetches_a_fresh_stamp_and_counts_down(new_context, live_server):
    article = create_article()
    page = new_context().new_page()
    page.goto(article.get_absolute_url())
    stamp = page.locator("[name=stamp]")
    before = stamp.input_value()

    page.locator("#comment-comment").fill("x" * 2990)

    expect(stamp).not_to_have_value(before)
    expect(page.locator("#comment-form").get_by_role("status")).to_have_text("10 characters left")
