from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from hub import mail as queue
from hub.models import QueuedMail
from tests.racing import at_once

pytestmark = pytest.mark.django_db
MESSAGE = {"subject": "Confirm", "message": "Café\nline", "from_email": "hub@example.org"}


@pytest.fixture(autouse=True)
def queued(settings):
    """Put the queue before the tests' outbox, as an operator has it before a mail server."""
    settings.MAILERS = {
        "default": {"BACKEND": "hub.mail.QueueBackend"},
        "outbound": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
    }
    mail.outbox = []


@pytest.fixture
def server_away(monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def post(**fields):
    mail.send_mail(recipient_list=["ada@example.org"], **MESSAGE | fields)
    return QueuedMail.objects.first()


def test_message_waits_in_the_queue_then_arrives_unchanged():
    post()
    assert mail.outbox == []
    assert queue.send_due() == (1, 0)

    arrived = mail.outbox[0]
    assert (arrived.to, arrived.subject) == (["ada@example.org"], "Confirm")
    assert arrived.message().get_content().replace("\r", "") == "Café\nline\n"


def test_nothing_of_a_sent_message_is_kept():
    post()
    queue.send_due()

    assert not QueuedMail.objects.exists()


def test_message_goes_back_with_its_transaction():
    with transaction.atomic():
        post()
        transaction.set_rollback(True)

    assert not QueuedMail.objects.exists()


def test_message_is_kept_while_the_server_is_away(server_away):
    post()

    assert queue.send_due() == (0, 1)
    row = QueuedMail.objects.get()
    assert (row.tries, row.problem) == (1, "ConnectionRefusedError: nobody there")
    assert timedelta(seconds=50) < row.next_try_at - timezone.now() <= timedelta(minutes=1)


def test_outage_uses_up_one_try_a_round(server_away):
    for _ in range(5):
        post()

    assert queue.send_due() == (0, 1)
    assert QueuedMail.objects.filter(tries=0).count() == 4


def test_pauses_grow_and_then_we_give_up(server_away):
    row, pauses = post(), []
    for _ in range(queue.MOST_TRIES):
        QueuedMail.objects.update(next_try_at=timezone.now())
        queue.send_due()
        row.refresh_from_db()
        pauses.append(row.next_try_at and round((row.next_try_at - timezone.now()).total_seconds() / 60))

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128] + [240] * 7 + [None]
    assert queue.send_due() == (0, 0)


def test_staff_see_what_failed_and_try_again(admin_client, server_away):
    row = post()
    queue.send_due()
    page = admin_client.get("/admin/hub/queuedmail/").text

    assert "nobody there" in page
    assert "ada@example.org" not in page
    admin_client.post("/admin/hub/queuedmail/", {"action": "send_again", "_selected_action": row.pk})
    row.refresh_from_db()
    assert row.next_try_at <= timezone.now()


def test_message_that_somebody_holds_is_left_alone():
    row = post()

    assert queue.claim(row.pk) is not None
    assert queue.claim(row.pk) is None
    assert queue.send_due() == (0, 0)


def test_message_of_a_sender_that_died_is_sent_after_its_lease():
    row = post()
    queue.claim(row.pk)
    QueuedMail.objects.update(held_until=timezone.now())

    assert queue.send_due() == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_senders_send_nothing_twice():
    for _ in range(20):
        post()

    at_once(lambda _: queue.send_due(), range(3))

    assert len(mail.outbox) == 20


def test_command_says_what_it_did(capsys):
    post()
    call_command("send_mail_queue")

    assert capsys.readouterr().out == "1 sent, 0 failed\n"
