"""S26: whatever a visitor sends that is no part of a page's key, the next one gets the page as it is."""

from types import SimpleNamespace

import pytest
from django.test import Client

from content import keeping
from tests.pages import create_everything, every_form, every_page
from tests.staff import create_staff
from tests.unkeyed import TOGETHER, UNKEYED, spoiled

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def made(monkeypatch, watch, catch_up):
    """Everything there is, for visitors who share ready pages and ready parts of pages."""
    monkeypatch.setattr(keeping, "watch", watch)
    monkeypatch.setattr(keeping, "connection", SimpleNamespace(in_atomic_block=False))
    everything = create_everything()
    catch_up()
    return everything


def staff_cookie():
    client = Client()
    client.force_login(create_staff(is_superuser=True))
    return client.cookies.output(header="", attrs=[]).strip()


def test_s26_next_reader_of_every_page_gets_it_as_it_is(made):
    staff = {"staff": {"headers": {"Cookie": staff_cookie()}}}

    assert spoiled(every_page(made) | every_form(made), TOGETHER | staff) == []


def test_s26_next_reader_of_an_article_gets_it_whatever_came_before(made):
    assert spoiled({"article": made["articles"]["insight"].get_absolute_url()}, UNKEYED) == []
    assert len(UNKEYED) >= 30


@pytest.mark.parametrize("part", ["HTTP_USER_AGENT", "HTTP_X_FORWARDED_HOST", "HTTP_ACCEPT_LANGUAGE"])
def test_page_that_took_something_from_a_visitor_would_be_seen(watch, part):
    """The control: a site that repeats what it was sent, and one that gives cookies away."""

    def repeats(environ, start_response):
        body = environ.get(part, "").encode()
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
        return [body]

    def gives_cookies(environ, start_response):
        start_response("200 OK", [("Set-Cookie", "a=1")])
        return [b""]

    assert len(spoiled({"page": "/"}, UNKEYED, repeats)) == 1
    assert len(spoiled({"page": "/"}, UNKEYED, gives_cookies)) == len(UNKEYED)
