"""Who manages accounts without being an administrator gives neither rights nor codes."""

import pytest
from django.contrib.auth.models import Permission

from tests.staff import create_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    """Return somebody who may change accounts, but is no administrator."""
    user = create_staff("manager")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    return user


def test_manager_of_accounts_cannot_touch_an_administrator(client, manager):
    chief = create_staff("chief", is_superuser=True)
    sign_in(client, manager)

    assert client.post(f"/admin/auth/user/{chief.pk}/change/", {"username": "mine"}).status_code == 403
    assert client.post(f"/admin/auth/user/{chief.pk}/password/", {"password1": "x"}).status_code == 403


def test_manager_of_accounts_gives_no_rights(client, manager):
    user = create_staff()
    sent = {
        "username": "editor",
        "is_superuser": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00",
    }
    sign_in(client, manager).post(f"/admin/auth/user/{user.pk}/change/", sent)
    user.refresh_from_db()

    assert not user.is_superuser


def test_manager_of_accounts_gives_no_codes(client, manager):
    user = create_staff()
    sign_in(client, manager).post("/admin/auth/user/", {"action": "give_code", "_selected_action": user.pk})

    assert not user.staticdevice_set.exists()
