import pytest
from django.db import OperationalError, connection
from django.test import Client

from content.breaker import breaker

pytestmark = pytest.mark.django_db
WORDS = "What I typed for <b>half an hour</b>."


def refuse(execute, sql, params, many, context):
    raise OperationalError("connection refused")


@pytest.fixture
def visitor(monkeypatch):
    """Return a client that sees error pages; no thread of the breaker outlives the test."""
    monkeypatch.setattr(breaker, "open", lambda: None)
    return Client(raise_request_exception=False)


@pytest.fixture
def open_breaker(monkeypatch):
    """Open the breaker for the length of the test; nobody asks whether the database is back."""
    monkeypatch.setattr(breaker, "is_open", True)


@pytest.mark.parametrize("path", ["/", "/news/", "/for/", "/nowhere/", "/admin/login/"])
def test_page_without_its_database_is_a_503_that_says_when_to_come_back(visitor, path):
    with connection.execute_wrapper(refuse):
        response = visitor.get(path)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "We are mending the line" in response.text


def test_breaker_asks_the_database_nothing(visitor, open_breaker, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get("/")

    assert response.status_code == 503
    assert "no-store" in response.headers["Cache-Control"]


def test_process_says_that_it_lives_but_is_not_ready(visitor, open_breaker):
    assert (visitor.get("/livez").status_code, visitor.get("/readyz").status_code) == (200, 503)


def test_what_was_typed_is_offered_back_to_be_sent_again(visitor, open_breaker):
    sent = {"comment": WORDS, "name": "Ada", "password": "never-shown"}
    page = visitor.post("/comments/post/", sent).text

    assert "What I typed for &lt;b&gt;half an hour&lt;/b&gt;." in page
    assert 'action="/comments/post/"' in page
    assert '<input type="hidden" name="name" value="Ada">' in page
    assert "never-shown" not in page


def test_fault_of_ours_is_not_blamed_on_the_database(visitor, settings):
    settings.ROOT_URLCONF = "tests.hub.answers"
    assert visitor.get("/kinds/500").status_code == 500
    assert not breaker.is_open


def test_full_disk_is_a_503_that_keeps_what_was_typed(visitor, settings):
    settings.ROOT_URLCONF = "tests.hub.answers"
    response = visitor.post("/kinds/full-disk", {"comment": "Kept words"})

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "Kept words" in response.text
