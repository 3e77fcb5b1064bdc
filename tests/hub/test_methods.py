"""HEAD is GET without a body, and every other method is refused with the list of those that are not."""

from itertools import cycle

import pytest
from django.test import Client

from tests.pages import create_everything, every_form, every_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FOR_MACHINES = [
    "/robots.txt",
    "/manifest.webmanifest",
    "/sitemap.xml",
    "/news/feed/",
    "/livez",
    "/readyz",
    "/.well-known/security.txt",
    "/oai?verb=Identify",
    "/api/",
    "/search/suggest/?q=trust",
    "/favicon.ico",
    "/nowhere/",
]
NEVER = ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "QUERY", "PROPFIND", "NONSENSE"]


@pytest.fixture
def addresses():
    """Return every public address of every type."""
    made = create_everything()
    return [*every_page(made).values(), *every_form(made).values(), *FOR_MACHINES]


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def names_of(response):
    """Return the headers that a page has each time, by name; numbers and times change."""
    return set(response.headers) - {"X-Request-ID", "Date"}


def test_head_is_get_without_a_body(visitor, addresses):
    for address in addresses:
        got, head = visitor.get(address), visitor.head(address)

        assert (head.status_code, head.content) == (got.status_code, b""), address
        assert names_of(head) == names_of(got), address


def test_other_methods_are_refused_with_those_that_are_allowed(visitor, addresses):
    for address, method in zip(addresses, cycle(NEVER)):
        response = visitor.generic(method, address)
        if address == "/nowhere/":
            assert response.status_code == 404
            continue
        assert response.status_code == 405, f"{method} {address}"
        assert {"GET", "HEAD"} <= set(response.headers["Allow"].split(", ")), f"{method} {address}"


@pytest.mark.parametrize("method", NEVER)
def test_method_that_no_page_knows_is_refused(visitor, method):
    response = visitor.generic(method, "/about/")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_admin_refuses_them_too(admin_client):
    assert admin_client.generic("QUERY", "/admin/").status_code == 405
