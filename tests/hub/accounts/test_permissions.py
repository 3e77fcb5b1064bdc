"""S18: every address of the admin, made from the URL map, asked by those who must not enter.

A new address is asked by itself; one that opens to staff without any permission has to be listed here.
"""

import pytest
from django.contrib import admin
from django.urls import URLResolver

from tests.staff import create_staff, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # rights are not the database’s business

FOR_ANYBODY = {"login"}
FOR_EVERY_STAFF_MEMBER = {
    "index", "logout", "password_change", "password_change_done", "jsi18n", "second_factor",
    "account", "enrol", "recovery_codes", "sign_out_everywhere",
}  # fmt: skip
OPEN = {200, 201, 204}


def addresses(patterns=None, prefix="admin/"):
    """Yield (name, address) of every pattern of the admin; each parameter is some plausible value."""
    for pattern in patterns or admin.site.get_urls():
        text = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + text)
        elif pattern.name or not text.startswith("("):
            yield pattern.name or text, "/" + prefix + filled(text)


def filled(text):
    """Return a pattern with its parameters filled in."""
    parts = [("1" if part.startswith("<") else part) for part in text.replace(">", "\0").split("/")]
    address = "/".join("1" if "\0" in part else part for part in parts)
    return address.replace("^", "").replace("$", "")


ADDRESSES = sorted(set(addresses()))


def open_to(client, method):
    return {name for name, address in ADDRESSES if getattr(client, method)(address).status_code in OPEN}


def test_map_of_the_admin_has_the_addresses_of_every_model():
    names = {name for name, _ in ADDRESSES}
    listed = {
        f"{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry
    }

    assert listed <= names
    assert len(ADDRESSES) > 5 * len(listed)


def test_nobody_enters_without_an_account(client):
    assert open_to(client, "get") <= FOR_ANYBODY


def test_form_from_nobody_is_answered_by_the_sign_in_page(client):
    answers = {name: client.post(address) for name, address in ADDRESSES}
    opened = {name for name, answer in answers.items() if answer.status_code in OPEN}

    assert [name for name in opened if 'name="password"' not in answers[name].text] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_enters_with_a_password_alone(client, settings, method):
    settings.SECOND_FACTOR = True
    client.force_login(create_staff(is_superuser=True))

    assert open_to(client, method) <= FOR_ANYBODY | {"second_factor", "logout"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_permissions_open_only_what_is_everybodys(client, settings, method):
    settings.SECOND_FACTOR = True
    user = create_staff()
    unlisted = set()
    for name, address in ADDRESSES:
        sign_in(client, user)  # some of the pages sign out
        if getattr(client, method)(address).status_code in OPEN:
            unlisted.add(name)

    assert unlisted <= FOR_ANYBODY | FOR_EVERY_STAFF_MEMBER


def test_administrator_would_be_let_in(client, settings):
    """The control: the same walk finds open doors for somebody who may enter."""
    settings.SECOND_FACTOR = True
    sign_in(client, create_staff(is_superuser=True))
    names = [name for name, _ in ADDRESSES if name.endswith("_changelist")]
    opened = [
        name for name, address in ADDRESSES if name in names and client.get(address).status_code in OPEN
    ]

    assert opened == names
