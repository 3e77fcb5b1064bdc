"""S14: whose rights change begins anew, whichever way they change."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.staff import create_staff, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORM = {"is_active": "on", "is_staff": "on", "date_joined_0": "2026-01-01", "date_joined_1": "10:00"}
CHANGES = {  # what is sent, of an account or of a group
    "a right of one's own": ("user", {"is_superuser": "on"}),
    "no group any more": ("user", {"groups": []}),
    "a right of the group": ("group", {"permissions": [1]}),
}


def may_enter(client):
    return client.get("/admin/").status_code == 200


@pytest.fixture
def chief(client):
    user = create_staff("chief", is_superuser=True)
    sign_in(client, user)
    return user


@pytest.fixture
def member():
    user = create_staff("member")
    user.groups.add(Group.objects.create(name="Some"))
    return user


def change(client, user, what, sent):
    """Send the form of an account, or of its group, as it is but for what is changed."""
    group = Group.objects.get(name="Some")
    rest = {"username": user.username, "groups": [group.pk], "name": group.name}
    pk = group.pk if what == "group" else user.pk
    assert client.post(f"/admin/auth/{what}/{pk}/change/", FORM | rest | sent).status_code == 302


@pytest.mark.parametrize("which", CHANGES)
def test_change_of_rights_ends_the_sessions_of_whom_it_concerns(client, chief, member, which):
    colleague = create_staff("colleague")
    elsewhere, of_colleague = sign_in(Client(), member), sign_in(Client(), colleague)
    change(client, member, *CHANGES[which])

    assert [may_enter(each) for each in (elsewhere, of_colleague, client)] == [False, True, True]


def test_other_changes_end_no_session(client, chief, member):
    elsewhere = sign_in(Client(), member)
    change(client, member, "user", {"first_name": "Mem"})

    assert may_enter(elsewhere)


def test_change_of_ones_own_rights_gives_the_session_a_new_number(client, chief, member):
    before = client.session.session_key
    change(client, chief, "user", {"is_superuser": "on"})

    assert may_enter(client)
    assert client.session.session_key != before


def test_session_that_rested_too_long_opens_nothing_whatever_its_cookie_says(client, chief):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not may_enter(client)
