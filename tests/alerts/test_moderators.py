"""Moderators are told by the same engine as everyone."""

import pytest
from django.core import mail
from django.utils import timezone

from alerts.models import Subscription
from alerts.sending import send_alerts
from tests.alerts.reader import DAY, subscribe
from tests.factories import create_article, create_comment

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/hubcomment/"


@pytest.fixture(autouse=True)
def moderators(settings):
    settings.COMMENTS_MODERATORS = ["mod@example.org"]
    settings.COMMENTS_MODERATOR_MAIL = "daily"


def test_moderators_are_told_counts_and_no_words():
    create_comment(state="waiting", comment="Secret words")

    assert send_alerts() == 1
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["mod@example.org"], "1 comment to look at")
    assert f"http://hub.example.org{QUEUE}" in message.body
    assert "Secret words" not in message.body


def test_moderators_are_reminded_while_something_waits():
    create_comment(state="waiting")
    now = timezone.now()

    assert [send_alerts(now), send_alerts(now), send_alerts(now + DAY)] == [1, 0, 1]


def test_moderators_are_not_mailed_when_nothing_waits():
    create_comment()

    assert send_alerts() == 0


def test_moderator_who_follows_a_list_gets_one_mail():
    subscribe("/news/", email="mod@example.org")
    article = create_article()
    create_comment(state="waiting")

    assert send_alerts() == 1
    assert article.title in mail.outbox[0].body
    assert "1 comment to look at" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("name", "value"), [("COMMENTS_MODERATORS", []), ("COMMENTS_MODERATOR_MAIL", "never")]
)
def test_who_is_no_moderator_any_more_is_not_told(settings, name, value):
    send_alerts()
    create_comment(state="waiting")
    setattr(settings, name, value)

    assert send_alerts(timezone.now() + DAY) == 0


def test_moderator_who_stopped_stays_stopped():
    create_comment(state="waiting")
    send_alerts()
    Subscription.objects.end()

    assert send_alerts(timezone.now() + DAY) == 0


@pytest.mark.parametrize("address", [f"/alerts/new/?list={QUEUE}", f"{QUEUE}feed/"])
def test_nobody_else_can_ask_for_the_queue(client, address):
    assert client.get(address).status_code == 404
