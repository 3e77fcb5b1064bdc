"""S15, S23, P5, P7: what holds for every address that the site knows, made from the URL map."""

import re

import pytest
from django.test import Client

from comments.models import HubComment
from tests.factories import create_comment
from tests.pages import every_form, every_page
from tests.reading import changed_by_reading, plain_addresses, rows, sign_in_as
from tests.staff import create_staff

pytestmark = pytest.mark.django_db
ELSEWHERE = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize("role", ["visitor", "administrator"])
def test_reading_every_address_changes_no_row(client, made, role):
    """Here for two roles; `make chaos` has the others, and every address of one row of the admin."""
    sign_in_as(role, client)
    addresses = {*plain_addresses(), *every_page(made).values(), *every_form(made).values()}

    assert changed_by_reading(client, addresses) == set()


def test_row_that_changes_would_be_seen(made):
    """The control: one changed letter in one row."""
    before = rows()
    HubComment.objects.filter(pk=made["comment"].pk).update(badge="staff")

    assert {table for table, now in rows().items() if now != before[table]} == {"comments.hubcomment"}


def test_form_from_another_site_is_refused_everywhere(made):
    """A POST that another site's page makes a visitor's browser send."""
    before = rows()
    for name, address in every_form(made).items():
        assert Client().post(address, {"comment": "x"}, headers=ELSEWHERE).status_code in {400, 403}, name

    assert rows() == before


def test_staff_form_without_a_token_is_refused_everywhere(made):
    client = Client(enforce_csrf_checks=True)
    client.force_login(create_staff(is_superuser=True))
    admin = [address for address in plain_addresses() if address.startswith("/admin/")]

    taken = [address for address in admin if client.post(address, {"x": "1"}).status_code not in {403, 405}]

    assert len(admin) > 50
    assert taken == []


def test_same_staff_form_would_be_taken_without_that_check(made):
    """The control: the check is what refuses."""
    client = Client()
    client.force_login(create_staff(is_superuser=True))

    assert client.post("/admin/content/topic/add/", {"x": "1"}).status_code == 200


OURS = {"hub.example.org", "testserver"}
AWAY = [
    *[
        f"{lead}evil.example/"
        for lead in [
            "https://", "http://", "//", "///", "/\\", "\\\\", "\\/", "https:", "https:/", "https:\\", "http:///",
            "HTTPS://", "ftp://", "\x00//", "\t//", " //", "/\t/", "\n//", "\r\n//", "ht\ntps://", "\x1fhttps://",
            "https://hub.example.org@", "https://hub.example.org:x@", "//hub.example.org@", "https://.",
        ]
    ],
    "https://evil.example#hub.example.org", "https://evil.example?hub.example.org", "//evil.example/%2f..",
    "//evil.example\\@hub.example.org", "https://hub.example.org.evil.example/", "//evil.example:80/admin/",
    "//evil。example/", "//[::1]/", "//2130706433/", "//0x7f.1/", "javascript:alert(1)",
    "JaVa\tScript:alert(1)", "data:text/html,x", "vbscript:x", "mailto:a@evil.example",
]  # fmt: skip


def leads_away(location):
    """Say whether a browser at our site would leave it, by the rules that browsers read addresses by."""
    text = re.sub(r"[\t\r\n]", "", location.strip("".join(map(chr, range(33))))).replace("\\", "/")
    scheme, host = re.match(r"(?:([a-zA-Z][\w+.-]*):)?(?:/{2,}([^/?#]*))?", text).groups()
    if scheme:
        at = re.match(r"https?:/*([^/?#]*)", text, re.IGNORECASE)
        return not at or at[1] not in OURS
    return host is not None and host not in OURS


@pytest.mark.once
@pytest.mark.parametrize("target", AWAY)
def test_redirect_that_led_away_would_be_seen(target):
    assert leads_away(target)
    assert not leads_away(f"/admin/login/?next={target}")


@pytest.mark.parametrize("where", ["/admin/login/", "/comments/", "/admin/second-factor/", "/"])
def test_nobody_is_led_off_the_site(client, made, where):
    client.force_login(create_staff(is_superuser=True))
    for target in AWAY:
        for method in ["get", "post"]:
            response = getattr(client, method)(where, query_params={"next": target, "url": target})
            assert not leads_away(response.headers.get("Location", "")), (where, target)


def test_path_that_looks_like_another_site_stays_here(client, made):
    """A missing slash, an old address and a doubled slash are where sites redirect by themselves."""
    for target in AWAY:
        for path in [f"/{target}", f"/systemsleadership/insight/item/{target}", f"/news{target}"]:
            response = client.get(path)
            assert not leads_away(response.headers.get("Location", "")), path


@pytest.mark.once
def test_there_are_forty_ways_to_lead_away():
    assert len(set(AWAY)) == 40


def test_visitors_can_write_to_staff_and_under_pages_only(made):
    """P7: no form lets the public upload, write to each other, or begin a page of their own."""
    for address in [*every_page(made).values(), *every_form(made).values()]:
        html = Client().get(address).text
        assert 'type="file"' not in html, address
        assert "multipart/form-data" not in html, address
    assert set(every_form(made)) == {
        "comment", "reply", "report", "follow", "contact a project", "another format", "alerts",
    }  # fmt: skip


def test_comment_is_no_way_to_reach_its_writer(client):
    comment = create_comment(user_email="writer@example.org")

    page = client.get(f"/comments/{comment.pk}/reply/").text

    assert "writer@example.org" not in page
    assert 'name="to"' not in page
