import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from hub.accounts import devices
from tests.staff import PASSWORD, code_of, create_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.SECOND_FACTOR = True


def give_password(client, user, **where):
    sent = {"username": user.username, "password": PASSWORD}
    return client.post(reverse("admin:login", query=where or None), sent, follow=True)


def give_code(client, code, **where):
    return client.post(reverse("admin:second_factor", query=where or None), {"code": code})


def with_app(user):
    return TOTPDevice.objects.create(user=user, name=devices.APP, confirmed=True)


def may_enter(client):
    return client.get(reverse("admin:index")).status_code == 200


def test_password_alone_does_not_open_the_door(client):
    page = give_password(client, create_staff())

    assert page.redirect_chain[-1][0].startswith("/admin/second-factor/")
    assert not may_enter(client)


def test_code_of_the_app_opens_the_door_once(client):
    user = create_staff()
    code = code_of(with_app(user))
    give_password(client, user)

    assert give_code(client, code).url == "/admin/"
    assert may_enter(client)
    client.logout()
    give_password(client, user)
    assert give_code(client, code).status_code == 200
    assert not may_enter(client)


@pytest.mark.parametrize("steps", [-10, 10])
def test_code_of_another_time_is_refused(client, steps):
    user = create_staff()
    device = with_app(user)
    give_password(client, user)

    assert "is not right" in give_code(client, code_of(device, steps)).text


@pytest.mark.parametrize("code", ["", "0", "abcdef", "x" * 41, "١٢٣٤٥٦", "1\x002345", "' OR 1=1 --"])
def test_wrong_code_is_refused_in_words(client, code):
    user = create_staff()
    with_app(user)
    give_password(client, user)
    response = give_code(client, code)

    assert response.status_code == 200
    assert "errorlist" in response.text
    assert not may_enter(client)


def test_guessing_of_codes_is_slowed_down(client):
    user = create_staff()
    device = with_app(user)
    give_password(client, user)
    give_code(client, "000000")

    assert "is not right" in give_code(client, code_of(device)).text


def test_code_of_somebody_else_is_refused(client):
    other = with_app(create_staff("other"))
    give_password(client, create_staff())

    give_code(client, code_of(other))
    assert not may_enter(client)


def test_recovery_code_works_once(client):
    user = create_staff()
    with_app(user)
    code = devices.give_codes(user, devices.RECOVERY, 2)[0]
    give_password(client, user)

    assert give_code(client, code.upper().replace("-", " ")).status_code == 302
    client.logout()
    give_password(client, user)
    assert give_code(client, code).status_code == 200


def test_codes_are_stored_as_hashes_that_open_nothing():
    user = create_staff()
    codes = devices.give_codes(user, devices.RECOVERY, 10)
    stored = set(StaticToken.objects.values_list("token", flat=True))

    assert not stored & {code.replace("-", "") for code in codes}
    assert all(devices.verify(user, token) is None for token in stored)


def test_new_recovery_codes_end_the_old_ones():
    user = create_staff()
    old = devices.give_codes(user, devices.RECOVERY, 1)[0]
    devices.give_codes(user, devices.RECOVERY, 1)

    assert devices.verify(user, old) is None


def test_one_time_code_leads_to_the_enrolment(client, capsys):
    user = create_staff()
    call_command("give_code", user.username)
    code = re.search(r"\S+-\S+-\S+", capsys.readouterr().out)[0]
    give_password(client, user)

    assert give_code(client, code).url == "/admin/account/app/"
    assert client.get("/admin/account/app/").status_code == 200


def test_one_time_code_dies_after_three_days():
    user = create_staff()
    code = devices.give_one_time_code(user)
    StaticDevice.objects.update(created_at=timezone.now() - timedelta(days=3, minutes=1))

    assert devices.verify(user, code) is None


@pytest.mark.parametrize("fields", [{"is_staff": False}, {"is_active": False}])
def test_code_is_for_active_staff_only(fields):
    create_staff(**fields)
    with pytest.raises(CommandError, match="no active member of staff"):
        call_command("give_code", "editor")


def test_enrolment_shows_a_picture_and_ends_with_recovery_codes(client):
    user = create_staff()
    sign_in(client, user)
    TOTPDevice.objects.filter(user=user).update(name="old telephone")
    page = client.post("/admin/account/app/").text
    device = TOTPDevice.objects.get(user=user, confirmed=False)

    assert "<svg" in page
    assert "style=" not in page.partition("<svg")[2].partition("</svg>")[0]
    codes = client.post("/admin/account/app/", {"code": code_of(device)}).text
    shown = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", codes)
    assert len(set(shown)) == devices.RECOVERY_CODES
    assert devices.verify(user, shown[0]) is not None
    assert list(TOTPDevice.objects.filter(user=user)) == [device]


def test_enrolment_is_not_finished_by_a_wrong_code(client):
    user = create_staff()
    sign_in(client, user)

    assert "is not right" in client.post("/admin/account/app/", {"code": "000000"}).text
    assert TOTPDevice.objects.filter(user=user, confirmed=True, name="test").exists()


def test_enrolment_is_closed_to_a_password_alone(client):
    give_password(client, create_staff())

    assert client.get("/admin/account/app/").status_code == 302


def test_session_gets_a_new_number_with_the_second_factor(client):
    user = create_staff()
    code = code_of(with_app(user))
    give_password(client, user)
    before = client.session.session_key
    give_code(client, code)

    assert client.session.session_key != before


@pytest.mark.parametrize("where", ["https://evil.example.net/", "//evil.example.net", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(client, where):
    user = create_staff()
    code = code_of(with_app(user))
    give_password(client, user, next=where)

    assert give_code(client, code, next=where).url == "/admin/"


def test_sign_in_leads_to_the_page_that_was_asked_for(client):
    user = create_staff(is_superuser=True)
    code = code_of(with_app(user))
    client.get("/admin/content/topic/")
    give_password(client, user, next="/admin/content/topic/")

    assert give_code(client, code, next="/admin/content/topic/").url == "/admin/content/topic/"


def test_demonstration_asks_for_none_on_this_machine_only(client, settings):
    settings.SECOND_FACTOR = False
    give_password(client, create_staff())

    assert may_enter(client)
    assert client.get("/admin/", REMOTE_ADDR="192.0.2.7").status_code == 302
    assert client.get("/admin/", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 302


def test_secrets_of_others_are_no_part_of_the_admin(client):
    sign_in(client, create_staff(is_superuser=True))

    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert client.get("/admin/otp_static/staticdevice/").status_code == 404
