from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from publications.models import FormatRequest
from publications.models.format_request import due_day
from tests.factories import create_file

pytestmark = pytest.mark.django_db
FROM_HERE = {"sec-fetch-site": "same-origin"}
GOOD = {"format": "large", "message": "24 point, please.", "email": "reader@example.org"}


@pytest.fixture
def ask(client):
    address = create_file(texts=["Words."]).get_request_url()

    def post(headers=FROM_HERE, **data):
        return client.post(address, GOOD | data, headers=headers)

    return post


def test_request_becomes_a_ticket_with_a_date(ask, client):
    response = ask()

    ticket = FormatRequest.objects.get()
    assert (response.status_code, ticket.format, ticket.email) == (302, "large", "reader@example.org")
    assert ticket.due_on == due_day(timezone.localdate())
    assert "15 working days" in client.get(response["Location"]).text


@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2026, 11, 16), date(2026, 12, 7)), (date(2026, 11, 20), date(2026, 12, 11)),
     (date(2026, 11, 21), date(2026, 12, 11))],
    ids=["Monday", "Friday", "Saturday"],
)  # fmt: skip
def test_ticket_is_due_after_fifteen_working_days(received, due):
    assert due_day(received) == due


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": ""}, "Enter your e-mail address, so that we can answer"),
        ({"email": "nobody"}, "with an @ sign"),
        ({"email": "a\x00b@example.org"}, "with an @ sign"),
        ({"format": ""}, "Choose the format you need"),
        ({"format": "gold"}, "Select a valid choice"),
        ({"message": "x" * 100_000}, "Shorten your message by 98,000 characters"),
    ],
)
def test_request_with_a_mistake_is_shown_again_with_what_was_typed(ask, data, said):
    response = ask(**data)

    assert said in response.text
    assert "Error: " in response.text
    assert (data.get("message") or "24 point, please.") in response.text
    assert FormatRequest.objects.count() == 0


def test_request_of_nothing_at_all_is_told_what_is_missing(client):
    response = client.post(create_file().get_request_url(), headers=FROM_HERE)

    assert "Choose the format you need" in response.text


def test_message_loses_its_control_characters_only(ask):
    ask(message="Large\x07 print\r\nand <b>bold</b>")

    assert FormatRequest.objects.get().message == "Large print\nand <b>bold</b>"


@pytest.mark.parametrize(
    ("headers", "data", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, {}, 403),
        ({"origin": "https://elsewhere.example"}, {}, 403),
        ({}, {}, 403),
        (FROM_HERE, {"website": "spam"}, 400),
    ],
    ids=["cross-site", "other origin", "no sign", "trap"],
)
def test_request_from_elsewhere_is_not_taken_and_not_lost(ask, headers, data, status):
    response = ask(headers, **data)

    assert (response.status_code, FormatRequest.objects.count()) == (status, 0)
    assert "24 point, please." in response.text


def test_too_many_requests_are_asked_to_wait(ask):
    statuses = [ask().status_code for _ in range(6)]

    assert statuses == [302] * 5 + [429]


def test_form_sets_no_cookie(client):
    response = client.get(create_file().get_request_url())

    assert (response.status_code, response.cookies) == (200, {})


def test_addresses_are_erased_a_month_after_the_answer(ask):
    ask()
    ask()
    old = FormatRequest.objects.first()
    FormatRequest.objects.filter(pk=old.pk).update(answered_on=timezone.localdate() - timedelta(days=31))

    call_command("forget_requesters", stdout=StringIO())

    assert sorted(FormatRequest.objects.values_list("email", flat=True)) == ["", "reader@example.org"]
