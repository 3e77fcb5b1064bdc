import io
import json
import logging

import pytest
from django.test import Client

from hub import logs

PERSONAL = [
    "ada.tester+hub@example.org",
    "ada%40example.org",
    "203.0.113.77",
    "2001:db8:85a3:1:2:8a2e:370:7334",
    "WzEyXQ:1vKx2a:5sVb3jFhD1kLw8sXy0Zq2mPn4Rt6Uv8Wx0Ya2Bc4De6",
    "s3cr3tT0kenOfTwentyAndMore",
]


@pytest.fixture
def log():
    """Return what is written while the test runs, in the form of production."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLine())
    listened = [logging.getLogger(name) for name in ("hub", "django")]
    before = [each.level for each in listened]
    for each in listened:
        each.addHandler(handler)
        each.setLevel(logging.INFO)
    yield stream
    for each, level in zip(listened, before, strict=True):
        each.removeHandler(handler)
        each.setLevel(level)


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize("secret", PERSONAL)
def test_log_holds_nothing_personal_or_secret(log, secret):
    logging.getLogger("hub.test").warning("Seen %s here", secret)

    assert secret not in log.getvalue()
    assert lines(log)[0]["message"].startswith("Seen ")


@pytest.mark.parametrize("secret", PERSONAL)
def test_log_would_hold_it_without_the_scrubbing(log, secret, monkeypatch):
    monkeypatch.setattr(logs, "scrub", lambda text: text)
    logging.getLogger("hub.test").warning("Seen %s here", secret)

    assert secret in log.getvalue()


@pytest.mark.parametrize("harmless", ["12:30:45", "Django 6.1.3", "the-case-for-systems-leadership-in-2016"])
def test_scrubbing_leaves_what_is_harmless(harmless):
    assert logs.scrub(harmless) == harmless


def test_address_keeps_its_neighbourhood_only():
    assert logs.scrub("203.0.113.77 and 2001:db8:85a3::7334") == "203.0.113.x and 2001:0db8:85a3::x"


@pytest.mark.parametrize("break_", ["\n", "\r", "\x1b[31m", "\u2028", "\x00"], ids=repr)
def test_text_from_outside_cannot_start_a_line(log, break_):
    logging.getLogger("hub.test").warning("one%stwo", break_)

    assert len(log.getvalue().splitlines()) == 1
    assert log.getvalue().isascii()
    assert log.getvalue().strip().isprintable()


def test_time_is_in_utc(log):
    logging.getLogger("hub.test").warning("now")

    assert lines(log)[0]["time"].endswith("+00:00")


@pytest.mark.django_db
def test_request_is_one_line_with_actor_action_and_outcome(log, client):
    client.get("/about/?email=ada@example.org")

    written = lines(log)[-1]
    assert (written["actor"], written["action"], written["outcome"]) == ("visitor", "GET /about/", 200)
    assert len(written["request"]) == 32


@pytest.mark.django_db
def test_lines_of_a_failed_request_share_its_number(log, settings):
    settings.ROOT_URLCONF = "tests.hub.answers"
    response = Client(raise_request_exception=False).get("/kinds/500")

    assert {line["request"] for line in lines(log)} == {response.headers["X-Request-ID"]}
    assert any("RuntimeError" in line.get("trace", "") for line in lines(log))


@pytest.mark.django_db
def test_refusal_is_a_matter_of_safety(log, settings):
    settings.ROOT_URLCONF = "tests.hub.answers"
    Client().get("/kinds/403")

    assert lines(log)[-1]["logger"] == "hub.security"


@pytest.mark.django_db
def test_what_staff_change_is_written_down_with_their_number(log, admin_client, admin_user):
    admin_client.post("/admin/content/topic/add/", {})

    written = [line for line in lines(log) if line["logger"] == "hub.security"][-1]
    assert written["actor"] == f"staff {admin_user.pk}"
    assert written["action"] == "POST /admin/content/topic/add/"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["x\ny", "a" * 31, "A" * 32, "<b>"])
def test_number_from_outside_is_taken_only_in_its_form(client, given):
    assert client.get("/nowhere/", headers={"x-request-id": given}).headers["X-Request-ID"] != given


@pytest.mark.django_db
def test_number_of_the_proxy_is_kept(client):
    given = "0123456789abcdef" * 2
    assert client.get("/nowhere/", headers={"x-request-id": given}).headers["X-Request-ID"] == given
