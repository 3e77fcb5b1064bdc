"""S8: hundreds of hostile strings through every form that visitors can send."""

import pytest
from django.http import HttpResponse
from django.test import Client

from hub.api import answers
from tests.naughty import MARK, STRINGS, unescaped
from tests.pages import create_everything, every_form

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FROM_HERE = {"Origin": "http://testserver"}
FIELDS = ["name", "email", "comment", "group", "stamp", "website", "followup", "reason", "note", "message"]
FIELDS += ["text", "format", "frequency", "list", "do"]
TOGETHER = 60  # strings in one text


@pytest.fixture
def made(monkeypatch, catch_up, settings):
    monkeypatch.setattr(answers, "REQUESTS", 1_000_000)
    settings.COMMENTS_MIN_SECONDS = 0
    everything = create_everything()
    catch_up()
    return everything


@pytest.fixture
def visitors():
    """Return a function that gives a client at an address of its own: no limit ends the walk."""
    return lambda n: Client(raise_request_exception=False, REMOTE_ADDR=f"10.{n >> 8}.{n & 255}.1")


def faults(response):
    """Return what is wrong with an answer: our own fault, or a string that became markup."""
    is_markup = response.headers.get("Content-Type", "").partition(";")[0] in {"text/html", "text/xml"}
    said = response.text if is_markup or "+xml" in response.headers.get("Content-Type", "") else ""
    return ([response.status_code] if response.status_code >= 500 else []) + unescaped(said)


def joined():
    return ["\n".join(STRINGS[n : n + TOGETHER]) for n in range(0, len(STRINGS), TOGETHER)]


def test_no_form_breaks_on_naughty_strings(made, visitors):
    for n, text in enumerate(joined()):
        for name, address in every_form(made).items():
            response = visitors(n).post(address, dict.fromkeys(FIELDS, text), headers=FROM_HERE)

            assert faults(response) == [], (name, text)


def test_there_are_as_many_strings_as_we_say():
    assert len(STRINGS) >= 509


@pytest.mark.parametrize(
    "text", [f"<{MARK}>", f"</{MARK}>", f'" {MARK}-at="1', f"'{MARK}-at=1", "</title><naughty/x>"]
)
def test_string_that_became_markup_would_be_seen(text):
    """The control: a page that shows what it was given, and one that fails."""
    assert faults(HttpResponse(f"<p title={text}>{text}</p>"))
    assert faults(HttpResponse("", status=500)) == [500]
