from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def create_demo_staff():
    said = StringIO()
    call_command("create_demo_staff", stdout=said)
    return said.getvalue()


def test_demo_staff_can_sign_in_with_the_printed_password(settings, rf):
    settings.DEMO = True
    password = create_demo_staff().split("password:")[1].split()[0]

    assert authenticate(rf.post("/admin/login/"), username="demo", password=password).is_staff


def test_demo_password_is_printed_once(settings):
    settings.DEMO = True
    create_demo_staff()

    assert "password:" not in create_demo_staff()


def test_demo_staff_is_for_the_demonstration_only(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="HUB_DEMO"):
        create_demo_staff()
    assert not get_user_model().objects.exists()
