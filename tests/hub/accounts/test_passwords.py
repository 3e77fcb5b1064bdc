"""S13: long passwords of any kind are welcome, short and common ones are not."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError

from tests.staff import PASSWORD, create_staff

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "password", ["fourteen chars", "yfdbufnjh10305070", "a.brown@example.org", "", "Leadership-Hub-2026"]
)
def test_poor_password_is_refused(password, settings):
    validators = get_password_validators(settings.AUTH_PASSWORD_VALIDATORS)

    with pytest.raises(ValidationError):
        validate_password(password, User(username="a.brown", email="a.brown@example.org"), validators)


@pytest.mark.parametrize(
    "password",
    ["all lower case words", "ünï cødé 密碼 " * 2, "x7" * 64, "1 2 3 4 5 6 7 8 9", "my council has a pond"],
)
def test_long_password_of_any_kind_is_taken(password, settings):
    validate_password(password, None, get_password_validators(settings.AUTH_PASSWORD_VALIDATORS))


@pytest.mark.django_db
def test_field_takes_long_passwords_and_pasting(client):
    page = client.get("/admin/login/").text

    assert '<input type="password" name="password"' in page
    assert "onpaste" not in page
    assert "maxlength" not in page.partition('name="password"')[2].partition(">")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "status"), [(PASSWORD, 302), (f"{PASSWORD} ", 200), (PASSWORD.upper(), 200)]
)
def test_password_is_taken_as_it_was_typed(client, typed, status):
    sent = {"username": create_staff().username, "password": typed}

    assert client.post("/admin/login/", sent).status_code == status
