"""A run of alerts that dies, or whose mail server is away: nobody hears twice, and nobody is left out."""

import smtplib

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from alerts import sending
from alerts.models import Digest, Run
from alerts.sending import MailServerDownError, send_alerts
from tests.alerts.reader import subscribe
from tests.factories import create_article
from tests.racing import overtake

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers():
    """Return the addresses of eight readers who wait for one piece of news."""
    addresses = [f"reader{n}@example.org" for n in range(8)]
    create_article()
    for address in addresses:
        subscribe("/news/", email=address)
    return addresses


def reached():
    return sorted(message.to[0] for message in mail.outbox)


def die(*args, **kwargs):
    raise KeyboardInterrupt


@pytest.mark.parametrize("where", ["compose", "send_pending", "_next_due"])
def test_run_that_died_is_finished_by_the_next(readers, monkeypatch, where):
    with monkeypatch.context() as patch:
        patch.setattr(sending, where, die)
        with pytest.raises(KeyboardInterrupt):
            send_alerts()

    send_alerts()

    assert reached() == readers
    assert not Run.objects.filter(finished_at=None).exists()


def test_run_that_died_between_two_mails_sends_the_rest(readers, monkeypatch):
    send = sending.mail.send_digest
    with monkeypatch.context() as patch:
        patch.setattr(
            sending.mail, "send_digest", lambda digest: die() if len(mail.outbox) == 3 else send(digest)
        )
        with pytest.raises(KeyboardInterrupt):
            send_alerts()

    send_alerts()

    assert reached() == readers


@pytest.mark.parametrize("where", ["compose", "_hand_over", "finish"])
def test_two_runs_at_once_tell_everything_once(readers, monkeypatch, where):
    overtake(monkeypatch, sending, where, by=send_alerts)
    send_alerts()

    assert reached() == readers


def test_mail_server_that_is_down_loses_nothing(readers, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError()))
        with pytest.raises(MailServerDownError):
            send_alerts()
        with pytest.raises(CommandError):
            call_command("send_alerts")

    send_alerts()

    assert reached() == readers


def test_address_that_is_refused_for_good_holds_up_nobody(readers, monkeypatch):
    def refuse(message):
        raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)

    send_alerts()

    assert not Digest.objects.filter(sent_at=None).exists()
    assert Digest.objects.count() == len(readers)


def test_copy_after_a_crash_has_the_same_message_id():
    create_article()
    subscribe("/news/")
    send_alerts()
    digest = Digest.objects.get()
    digest.text = digest.html = "again"
    sending.mail.send_digest(digest)

    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


def test_what_was_sent_is_not_kept():
    create_article()
    subscribe("/news/")
    send_alerts()

    assert Digest.objects.values_list("text", "html").get() == ("", "")
