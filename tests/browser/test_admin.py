"""S4: every screen of the admin in a real browser, as an administrator: nothing for it to report.

`make test` opens one screen of each kind, `make chaos` (HUB_CHAOS) that of every model.
"""

import os

import pytest
import reversion
from django.utils.safestring import mark_safe
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from reversion.models import Version

from tests.admin_map import ADDRESSES, create_rows, fill, model_and_deed
from tests.browser.conftest import COLOUR_RULES, violations, watch
from tests.factories import create_article, create_comment
from tests.staff import create_staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
NO_PAGES = {"export", "figures", "jsi18n", "autocomplete", "view_on_site"}  # files, data, and the way out
BY_BUTTON = {  # GET has no page
    "logout", "recovery_codes", "end_session", "sign_out_everywhere", "preview", "preview_new",
}  # fmt: skip
ONE_MORE_TURN = "() => new Promise(done => setTimeout(done))"  # what a page reports is heard before it goes
LONG_FORMS = {"publications_publication_change", "places_project_change"}  # and an article's is the first


@pytest.fixture
def administrator(client):
    user = create_staff(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def desk(new_context, client, live_server, administrator):
    """A page of the browser in which an administrator is signed in."""
    return open_desk(new_context(), client, live_server)


def open_desk(context, client, live_server):
    cookies = client.cookies.items()
    context.add_cookies([{"name": n, "value": each.value, "url": live_server.url} for n, each in cookies])
    return context.new_page()


def screens():
    """Return {name: address} of the screens to open."""
    found, kinds = {}, set()
    for name, address in sorted(ADDRESSES, key=lambda each: not each[0].startswith("articles_article_")):
        model, deed = model_and_deed(name)
        if (NO_PAGES | BY_BUTTON) & {name, deed}:
            continue
        kind = name if name in LONG_FORMS or model is None else deed
        if "HUB_CHAOS" in os.environ or kind not in kinds:
            found[name] = address
            kinds.add(kind)
    return found


def test_no_screen_of_the_admin_has_a_complaint(desk):
    rows, opened = create_rows(), 0
    for name, address in screens().items():
        opened += desk.goto(fill(name, address, rows)).ok
        desk.evaluate(ONE_MORE_TURN)

    assert opened > 15


def test_no_screen_behind_a_button_has_a_complaint(desk, administrator):
    comment = create_comment(state="waiting")
    desk.goto("/admin/account/app/")
    desk.get_by_role("button", name="Show the code to scan").click()
    device = TOTPDevice.objects.get(user=administrator)
    desk.get_by_label("Code").fill(f"{totp(device.bin_key):06}")
    desk.get_by_role("button", name="Finish").click()
    desk.get_by_role("heading", name="Your recovery codes").wait_for()

    desk.goto("/admin/content/person/add/")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("Please correct the error").wait_for()

    desk.goto("/admin/places/place/import/")
    file = {"name": "places.csv", "mimeType": "text/csv", "buffer": b"slug,colour\na,red\n"}
    desk.locator("[type=file]").set_input_files(file)
    desk.get_by_role("button", name="Read it").click()
    desk.get_by_text("Nothing was changed").wait_for()

    desk.goto("/admin/comments/hubcomment/")
    desk.locator(f".action-select[value='{comment.pk}']").check()
    desk.locator("select[name=action]").select_option("approve")
    desk.locator("button[name=index]").click()
    desk.get_by_text("1 approved").wait_for()


def test_what_opens_within_a_form_has_no_complaint(desk):
    with reversion.create_revision():
        article = create_article()
        reversion.add_to_revision(article)
    form = f"/admin/articles/article/{article.pk}/"
    desk.goto(f"{form}change/")
    desk.locator(".datetimeshortcuts a").last.click()
    desk.locator(".select2-selection").first.click()
    desk.keyboard.type("a")
    desk.keyboard.press("Escape")
    desk.get_by_label("Title:", exact=True).fill("Better")
    desk.get_by_role("button", name="Keep as a draft").first.click()
    desk.goto(f"{form}compare/")
    version = Version.objects.get_for_object(article).first()

    assert desk.goto(f"{form}history/{version.pk}/").ok


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_list_and_form_can_be_read(desk, scheme):
    article = create_article()
    desk.emulate_media(color_scheme=scheme)
    for screen in ["", f"{article.pk}/change/"]:
        desk.goto(f"/admin/articles/article/{screen}")
        found = violations(desk, COLOUR_RULES, "#content")
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("planted", ["<p style='color:red'>x</p>", "<script>x = 1</script>"])
def test_what_is_planted_in_a_screen_would_be_reported(
    browser, client, live_server, administrator, monkeypatch, planted
):
    context, complaints = browser.new_context(base_url=live_server.url), []
    header = mark_safe(planted)  # noqa: S308 (planted on purpose)
    monkeypatch.setattr("hub.admin_site.HubAdminSite.site_header", header)
    watch(context, complaints, live_server.url)

    page = open_desk(context, client, live_server)
    page.goto("/admin/")
    page.evaluate(ONE_MORE_TURN)

    assert [text for text in complaints if text.startswith("CSP violation")]
