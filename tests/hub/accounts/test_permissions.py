"""S18: every address of the admin and of the API, made from the URL maps, asked in every role.

Each address is listed by what it does: the last word of its name, or in OF_EVERY_STAFF_MEMBER. A new address
that is not fails. Rights go by kind of content and not by owner, so one row of each kind stands for all;
accounts are the exception, and have tests of their own below.
"""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from hub.api.kinds import KINDS
from tests.admin_map import ADDRESSES, MODELS, create_rows, fill, model_and_deed
from tests.factories import create_article, tomorrow
from tests.pages import create_everything
from tests.staff import create_staff, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # rights are not the database’s business

FOR_ANYBODY = {"login"}
HALF_WAY = {"second_factor", "logout"}  # with a password and nothing else
OF_EVERY_STAFF_MEMBER = FOR_ANYBODY | HALF_WAY | {
    "index", "password_change", "password_change_done", "jsi18n", "account", "enrol", "recovery_codes",
    "sign_out_everywhere", "end_session", "view_on_site",
}  # fmt: skip
WAYS_BACK = ("/admin/login/", "/admin/second-factor/")
SIGN_OUT = {"logout", "sign_out_everywhere"}
NEEDED = {  # any of these rights over the model, by what the address does
    "changelist": {"view", "change"},
    "history": {"view", "change"},
    "compare": {"view", "change"},
    "export": {"view", "change"},
    "figures": {"view", "change"},
    "change": {"view", "change"},
    "add": {"add"},
    "preview": {"change"},
    "preview_new": {"add"},
    "drop": {"change"},
    "withdraw": {"change"},
    "remove": {"change"},
    "import": {"add", "change"},
    "delete": {"delete"},
    "recover": {"add"},
    "recoverlist": {"add"},
    "revision": {"change"},
    "password_change": {"change"},
}
WRITES = {"change": {"change"}, "changelist": {"view", "change"}}  # where POST needs more than GET
ROLES = ["nobody", "password alone", "no permissions", "Writers", "Editors", "Moderators"]


def may_open(user, name, method):
    """Say what the list above says: whether this address is for this user."""
    if name in OF_EVERY_STAFF_MEMBER:
        return True
    model, deed = model_and_deed(name)
    if model is None:  # app_list and autocomplete: whoever has any right in the app
        return user.has_module_perms("articles")
    rights = WRITES.get(deed, NEEDED[deed]) if method == "post" else NEEDED[deed]
    return any(user.has_perm(f"{model._meta.app_label}.{right}_{model._meta.model_name}") for right in rights)


def opens(response):
    """Say whether an answer is more than a refusal, the sign-in page or the way to it."""
    if response.status_code == 302:
        return not response.url.startswith(WAYS_BACK) and response.url != "/admin/"
    return response.status_code in {200, 201, 204} and b'id="login-form"' not in getattr(
        response, "content", b""
    )


@pytest.fixture
def rows():
    """{label: the key of a row} of every model in the admin."""
    return create_rows()


def opened(client, rows, method):
    """Return the names of what opens; what signs out is asked last."""
    names = []
    for name, address in sorted(ADDRESSES, key=lambda each: each[0] in SIGN_OUT):
        if opens(getattr(client, method)(fill(name, address, rows))):
            names.append(name)
    return set(names)


def in_role(client, role):
    """Return the client with somebody of this role signed in, and that user."""
    if role == "nobody":
        return client, None
    user = create_staff(role.replace(" ", "-").lower(), is_superuser=role == "password alone")
    if role in {"Writers", "Editors", "Moderators"}:
        user.groups.add(Group.objects.get(name=role))
    if role == "password alone":
        client.force_login(user)
    else:
        sign_in(client, user)
    return client, user


def test_every_address_is_listed_by_what_it_does():
    unlisted = {
        name
        for name, _ in ADDRESSES
        if name not in OF_EVERY_STAFF_MEMBER | {"app_list", "autocomplete"}
        and model_and_deed(name)[1] not in NEEDED
    }

    assert unlisted == set()
    assert {f"{label}_changelist" for label in MODELS} <= {name for name, _ in ADDRESSES}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_nothing_opens_to_a_role_that_is_not_for_it(client, settings, rows, role, method):
    settings.SECOND_FACTOR = True
    client, user = in_role(client, role)
    expected = {"nobody": FOR_ANYBODY, "password alone": FOR_ANYBODY | HALF_WAY}.get(role)

    for_them = expected or {name for name, _ in ADDRESSES if may_open(user, name, method)}
    found = opened(client, rows, method)

    assert found - for_them == set()


def test_administrator_would_be_let_in(client, settings, rows):
    """The control: the same walk finds doors that are open, of every model."""
    settings.SECOND_FACTOR = True
    sign_in(client, create_staff(is_superuser=True))

    found = opened(client, rows, "get")

    assert {f"{label}_changelist" for label in MODELS} <= found
    assert len(found) > len(ADDRESSES) / 2


def test_role_that_was_given_too_much_would_be_found(client, settings, rows):
    """The control: a right that the list does not know of is an open door."""
    settings.SECOND_FACTOR = True
    client, user = in_role(client, "no permissions")
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    nobody = create_staff("without")

    found = opened(client, rows, "get")

    assert "articles_article_changelist" in found
    assert not may_open(nobody, "articles_article_changelist", "get")


@pytest.fixture
def keeper(client):
    """Somebody who may change accounts and is no administrator, signed in."""
    user = create_staff("keeper")
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label="auth"))
    client.force_login(user)
    return user


@pytest.mark.parametrize("whose", ["own", "colleague"])
def test_rights_cannot_be_given_by_a_hidden_field(client, keeper, whose):
    user = keeper if whose == "own" else create_staff("colleague", is_staff=False)
    group = Group.objects.create(name="Any")
    form = {"username": user.username, "is_superuser": "on", "is_staff": "on", "groups": [group.pk]}
    form |= {"is_active": "on", "user_permissions": [1], "password": "x", "first_name": "Changed"}

    client.post(
        f"/admin/auth/user/{user.pk}/change/",
        form | {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"},
    )

    after = User.objects.get(pk=user.pk)
    assert after.first_name == "Changed"
    assert (after.is_superuser, after.is_staff) == (False, user.is_staff)
    assert not after.groups.exists()
    assert after.password == user.password


@pytest.mark.parametrize("page", ["change", "password", "delete"])
def test_nobody_but_an_administrator_touches_an_administrator(client, keeper, page):
    chief = create_staff("chief", is_superuser=True)
    password = chief.password

    response = client.post(f"/admin/auth/user/{chief.pk}/{page}/", {"username": "mine", "post": "yes"})

    chief.refresh_from_db()
    assert response.status_code == 403
    assert (chief.username, chief.password) == ("chief", password)


HIDDEN = {"id": "999999", "pk": "999999", "removed_at": "2026-01-01", "changed_at": "2020-01-01"}


def test_article_takes_no_field_that_its_form_does_not_show(client, rows):
    article = create_article(title="Before", kind="news")
    client.force_login(create_staff(is_superuser=True))
    page = client.get(f"/admin/articles/article/{article.pk}/change/")
    shown = set(page.context["adminform"].form.fields)

    assert shown & set(HIDDEN) == set()
    client.post(f"/admin/articles/article/{article.pk}/change/", HIDDEN | {"title": "After"})
    article.refresh_from_db()
    assert (article.removed_at, article.changed_at.year > 2020) == (None, True)


def api_addresses():
    made = create_everything()
    pks = {
        "articles": made["articles"]["insight"].pk,
        "comments": made["comment"].pk,
        "groups": made["groups"][0].pk,
    }
    made |= {"publications": made["publication"], "topics": made["topic"], "people": made["person"]}
    made |= {f"{name}s": made[name] for name in ["programme", "place", "project", "event", "organisation"]}
    pks |= {name: made[name].pk for name in KINDS if name not in pks}
    lists = [f"/api/v1/{name}/" for name in KINDS]
    return [
        "/api/",
        "/api/openapi.json",
        "/api/v1/",
        *lists,
        *(f"/api/v1/{n}/{pk}/" for n, pk in pks.items()),
    ]


def test_api_says_the_same_to_everybody_and_takes_nothing(client, no_limits):
    everything = api_addresses()
    chief = Client()
    chief.force_login(create_staff(is_superuser=True))

    for address in everything:
        assert client.get(address).content == chief.get(address).content, address
        for method in ["post", "put", "patch", "delete"]:
            assert getattr(chief, method)(address).status_code == 405, (method, address)


@pytest.mark.parametrize("dates", [{"published_at": None}, {"published_at": tomorrow()}])
def test_api_hides_what_is_not_published_from_an_administrator_too(client, dates):
    article = create_article(**dates)
    client.force_login(create_staff(is_superuser=True))

    assert client.get(f"/api/v1/articles/{article.pk}/").status_code == 404
