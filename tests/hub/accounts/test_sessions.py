import logging
import re
import time

import pytest
from django.test import Client

from content.throttling import keyed_hash
from tests.staff import PASSWORD, code_of, create_staff, sign_in

pytestmark = pytest.mark.django_db
HOUR = 60 * 60


def may_enter(client):
    return client.get("/admin/").status_code == 200


def begin(client, seconds_ago):
    session = client.session
    session["began_at"] = time.time() - seconds_ago
    session.save()


@pytest.mark.parametrize(
    ("seconds_ago", "stays"), [(11 * HOUR, True), (12 * HOUR + 60, False), (-HOUR, False)]
)
def test_session_ends_after_twelve_hours_and_never_begins_in_the_future(client, seconds_ago, stays):
    sign_in(client, create_staff())
    begin(client, seconds_ago)

    assert may_enter(client) == stays


def test_session_rests_for_an_hour_at_most(client, settings):
    sign_in(client, create_staff())
    client.get("/admin/")

    assert settings.SESSION_COOKIE_AGE == client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == HOUR


def test_beginning_of_a_session_does_not_move(client):
    sign_in(client, create_staff())
    client.get("/admin/")
    began = client.session["began_at"]
    client.get("/admin/")

    assert client.session["began_at"] == began


def test_account_that_is_switched_off_is_out_at_once(client):
    user = create_staff()
    sign_in(client, user)
    assert may_enter(client)
    user.is_active = False
    user.save()

    assert not may_enter(client)


def test_staff_sign_out_on_every_device(client):
    user, colleague = create_staff(), create_staff("colleague")
    elsewhere, of_colleague = sign_in(Client(), user), sign_in(Client(), colleague)
    sign_in(client, user)
    client.post("/admin/account/sign-out/")

    assert [may_enter(each) for each in (client, elsewhere, of_colleague)] == [False, False, True]


def test_administrator_signs_a_colleague_out(client):
    user, chief = create_staff(), create_staff("chief", is_superuser=True)
    elsewhere = sign_in(Client(), user)
    sign_in(client, chief).post("/admin/auth/user/", {"action": "sign_out", "_selected_action": user.pk})

    assert (may_enter(elsewhere), may_enter(client)) == (False, True)


def test_sign_in_changes_the_number_of_the_session(client):
    user = create_staff()
    client.post("/admin/login/", {"username": "", "password": ""})
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.post("/admin/login/", {"username": user.username, "password": PASSWORD})

    assert client.session.session_key != before


def test_new_app_ends_the_sessions_elsewhere(client):
    user = create_staff()
    elsewhere = sign_in(Client(), user)
    sign_in(client, user)
    client.post("/admin/account/app/")
    device = user.totpdevice_set.get(confirmed=False)
    client.post("/admin/account/app/", {"code": code_of(device)})

    assert [may_enter(each) for each in (client, elsewhere)] == [True, False]


CHANGES = ["/admin/account/app/", "/admin/account/codes/", "/admin/account/session/"]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("seconds_ago", "asked"), [(14 * 60, False), (16 * 60, True)])
def test_second_factor_is_changed_soon_after_signing_in_only(client, change, seconds_ago, asked):
    sign_in(client, create_staff())
    begin(client, seconds_ago)
    response = client.post(change)

    assert (response.status_code == 302 and response.url.startswith("/admin/login/")) is asked
    assert may_enter(client) is not asked


def test_first_app_is_set_up_without_signing_in_again(client):
    client.force_login(create_staff())  # as after a one-time code, which is used up
    begin(client, 16 * 60)

    assert client.post("/admin/account/app/").status_code == 200


def test_password_that_is_changed_ends_the_sessions_elsewhere(client):
    user = create_staff()
    elsewhere = sign_in(Client(), user)
    sign_in(client, user)
    new = "quite another set of words"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", sent).status_code == 302

    assert [may_enter(each) for each in (client, elsewhere)] == [True, False]


def test_own_password_is_changed_with_the_present_one_only(client):
    chief, new = create_staff("chief", is_superuser=True), "quite another set of words"
    sign_in(client, chief)
    wrong = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    past_the_question = f"/admin/auth/user/0{chief.pk}/password/"

    assert client.post("/admin/password_change/", wrong).status_code == 200
    response = client.post(past_the_question, {"password1": new, "password2": new, "usable_password": "true"})
    chief.refresh_from_db()
    assert (response.url, chief.check_password(PASSWORD)) == ("/admin/password_change/", True)


def test_cookies_of_staff_are_out_of_reach_of_scripts_and_other_sites(client):
    user = create_staff()
    client.get("/admin/login/")
    client.post("/admin/login/", {"username": user.username, "password": PASSWORD})

    assert len(client.cookies) == 2
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
            True,
            "Lax",
            "/",
            "",
        )


def test_pages_of_staff_are_kept_in_no_browser(client):
    sign_in(client, create_staff(is_superuser=True))
    for address in ["/admin/", "/admin/auth/user/", "/admin/comments/hubcomment/", "/admin/account/"]:
        page = client.get(address)
        assert "no-store" in page.headers["Cache-Control"], address
        assert 'action="/admin/logout/"' in page.text, address

    response = client.post("/admin/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not may_enter(client)


@pytest.mark.parametrize(
    ("password", "outcome"), [(PASSWORD, "password passed"), ("wrong", "password refused")]
)
def test_signing_in_is_written_down(client, caplog, password, outcome):
    user = create_staff()
    with caplog.at_level(logging.INFO, "hub.security"):
        client.post("/admin/login/", {"username": user.username, "password": password})

    [record] = [each for each in caplog.records if getattr(each, "action", "") == "sign in"]
    actor = f"staff {user.pk}" if password == PASSWORD else "visitor"
    assert (record.actor, record.outcome) == (actor, outcome)


def test_second_factor_is_written_down(client, caplog):
    user = create_staff()
    device = user.totpdevice_set.create(name="app", confirmed=True)
    client.force_login(user)
    with caplog.at_level(logging.INFO, "hub.security"):
        client.post("/admin/second-factor/", {"code": "wrong"})
        client.post("/admin/second-factor/", {"code": code_of(device)})

    written = [each.outcome for each in caplog.records if getattr(each, "action", "") == "second factor"]
    assert written == ["refused", "passed"]


def test_staff_see_their_sessions_and_end_one(client):
    user, colleague = create_staff(), create_staff("colleague")
    one, other, of_colleague = [sign_in(Client(), who) for who in (user, user, colleague)]
    for each in (one, other, of_colleague):
        assert may_enter(each)
    page = sign_in(client, user).get("/admin/account/").text
    names = re.findall(r'name="session" value="(\w+)"', page)
    key = one.session.session_key

    client.post("/admin/account/session/", {"session": keyed_hash("session", key)})
    client.post(
        "/admin/account/session/", {"session": keyed_hash("session", of_colleague.session.session_key)}
    )

    assert len(names) == 2
    assert key not in page
    assert [may_enter(each) for each in (client, one, other, of_colleague)] == [True, False, True, True]
