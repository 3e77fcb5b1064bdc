"""P3: what is kept of people goes at its hour, by the clock, and however often the commands run."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands

from alerts.models import Digest, Run, Subscriber, Subscription
from comments.models import Follow, Report, Tally
from content.erasures import person_key
from places.models import Message
from publications.models import FormatRequest
from tests.factories import create_comment, create_file, create_project

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 10, tzinfo=UTC)  # the clocks change within the periods
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EMAIL, KEY = "reader@example.org", "k" * 32
FORGETTING = sorted(name for name in get_commands() if name.startswith("forget_"))


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the clock."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def comment(**fields):
    return create_comment(user_email=EMAIL, submit_date=START, address_key=KEY, network_key=KEY, **fields)


def follow(**fields):
    on = create_comment(user_email="").discussion
    return Follow.objects.create(discussion=on, email=EMAIL, email_key=KEY, address_key=KEY, **fields)


def subscription(**fields):
    subscriber = Subscriber.objects.create(email=EMAIL, email_key=person_key(EMAIL))
    kept = {"address_key": KEY, "network_key": KEY, "asked_at": START} | fields
    return Subscription.objects.create(subscriber=subscriber, address="/news/", **kept)


def message():
    said = {"name": "A reader", "email": EMAIL, "text": "Hello.", "sender": KEY, "sent_at": START}
    return Message.objects.create(project=create_project(), kind="question", **said)


def request_of_a_format(**fields):
    kept = {"format": "word", "email": EMAIL, "message": "Please.", "origin": KEY, "received_at": START}
    return FormatRequest.objects.create(file=create_file(), **kept | fields)


def report():
    return Report.objects.create(comment=create_comment(user_email=""), reason="spam", address_key=KEY)


def digest():
    who = subscription(confirmed_at=START).subscriber
    run = Run.objects.create(until=START)
    return Digest.objects.create(run=run, subscriber=who, subject="New", sent_at=START)


def failed_sign_in():
    return AccessAttempt.objects.create(username="guessed", ip_address="2001:db8::", failures_since_start=1)


def count_of_mail():
    return Tally.objects.create(key=f"to {KEY}", moments=[START.timestamp()], last_at=START)


CONFIRMED, STOPPED = {"confirmed_at": START}, {"confirmed_at": START, "ended_at": START}
ADDRESS_DAYS = settings.COMMENTS_KEEP_ADDRESS_DAYS * DAY
EMAIL_MONTHS = settings.COMMENTS_KEEP_EMAIL_MONTHS * 30.44 * DAY
PERIODS = {  # what somebody leaves; the column it is gone from, and when
    "unconfirmed comment": (lambda: comment(state="unconfirmed"), "comment", 3 * DAY),
    "unconfirmed follow": (follow, "email", 3 * DAY),
    "unconfirmed alert": (lambda: subscription().subscriber, "email", 3 * DAY),
    "network of a comment": (comment, "address_key", ADDRESS_DAYS),
    "neighbourhood of a comment": (comment, "network_key", ADDRESS_DAYS),
    "network of a report": (report, "address_key", ADDRESS_DAYS),
    "network of a follow": (lambda: follow(**CONFIRMED, told_up_to=START), "address_key", ADDRESS_DAYS),
    "address of a comment": (comment, "user_email", EMAIL_MONTHS),
    "address of a follow": (lambda: follow(**CONFIRMED, told_up_to=START), "email", EMAIL_MONTHS),
    "network of an alert": (lambda: subscription(**CONFIRMED), "address_key", 2 * DAY),
    "address of an alert": (lambda: subscription(**STOPPED).subscriber, "email", 28 * DAY),
    "log of a digest": (digest, "subject", 28 * DAY),
    "failed sign-in": (failed_sign_in, "ip_address", HOUR),
    "count of mail": (count_of_mail, "key", HOUR),
    "network of a message": (message, "sender", DAY),
    "message to a project": (message, "email", 180 * DAY),
    "network of a request": (request_of_a_format, "origin", DAY),
    "address of a request": (lambda: request_of_a_format(answered_on=START.date()), "email", 30 * DAY),
}


def kept(row, column):
    """Say whether the column of this row still holds something."""
    return any(type(row)._base_manager.filter(pk=row.pk).values_list(column, flat=True))


def forget():
    for name in FORGETTING:
        call_command(name, stdout=StringIO(), verbosity=0)


@pytest.mark.parametrize("name", PERIODS)
def test_trace_goes_at_its_hour(at, settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path
    leave, column, period = PERIODS[name]
    at(START)
    row = leave()

    at(START + period - HOUR)
    forget()
    an_hour_before = kept(row, column)
    at(START + period + HOUR)
    unless_asked = kept(row, column)  # the control: it is the commands that forget, not the clock
    forget()
    after = kept(row, column)

    assert (an_hour_before, unless_asked, after) == (True, True, False)


def rows():
    return {model: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


def test_forgetting_again_and_after_missed_days_changes_nothing_more(at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at(START)
    for leave, _, _ in list(PERIODS.values())[::2]:
        Subscriber.objects.all().delete()
        leave()
    before = rows()

    at(START + 1000 * DAY)
    forget()
    once = rows()
    forget()

    assert before != once
    assert rows() == once


@pytest.mark.once
def test_every_command_that_forgets_runs_every_hour():
    units = settings.BASE_DIR / "deploy" / "systemd"
    often = [name for name in FORGETTING if "OnCalendar=hourly" in (units / f"hub@{name}.timer").read_text()]

    assert len(FORGETTING) == 5
    assert often == FORGETTING
