"""Mail that comes back."""

import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from alerts.models import Subscription
from alerts.sending import send_alerts
from comments.models import Follow, MailStop
from comments.models.comment import email_key
from tests.alerts.reader import subscribe
from tests.factories import create_article, create_comment, yesterday

pytestmark = pytest.mark.django_db


def end_mail(*addresses):
    said = io.StringIO()
    call_command("end_mail", *addresses, stdout=said)
    return said.getvalue().strip()


def test_command_ends_all_mail_to_an_address():
    for address in ["/news/", "/insight/"]:
        subscribe(address)
    other = subscribe("/news/", email="grace@example.org")
    discussion = create_comment().discussion
    Follow.objects.create(discussion=discussion, email_key=email_key("ada@example.org"))

    assert end_mail(" ADA@example.org ") == "1 addresses, 2 alerts ended"
    assert list(Subscription.objects.live()) == [other]
    assert Follow.objects.get().stopped_at
    assert MailStop.covers("ada@example.org")


def test_command_reads_what_the_mail_server_reports(monkeypatch):
    subscribe("/news/")
    monkeypatch.setattr("sys.stdin", io.StringIO("ada@example.org\nnobody@example.org\n"))

    assert end_mail() == "2 addresses, 1 alerts ended"
    assert end_mail("ada@example.org") == "1 addresses, 0 alerts ended"


def test_who_wants_mail_again_may_ask_anew():
    subscribe("/news/")
    end_mail("ada@example.org")

    assert end_mail("--undo", "ada@example.org") == "1 addresses may ask for mail again"
    assert not MailStop.covers("ada@example.org")
    assert not Subscription.objects.live().exists()


def test_address_that_bounced_gets_nothing_more():
    create_article()
    subscribe("/news/")
    end_mail("ada@example.org")

    assert (send_alerts(), mail.outbox) == (0, [])


def test_staff_end_mail_from_the_admin(admin_client):
    subscription = subscribe("/news/")
    chosen = {"action": "end_mail", "_selected_action": [subscription.pk]}

    response = admin_client.post(reverse("admin:alerts_subscription_changelist"), chosen, follow=True)

    assert "Nothing more goes to 1 addresses; 1 alerts ended." in response.text
    assert not Subscription.objects.live().exists()


def test_ending_again_keeps_the_moment_it_ended():
    subscription = subscribe("/news/")
    Subscription.objects.filter(pk=subscription.pk).update(ended_at=yesterday())
    end_mail("ada@example.org")

    assert Subscription.objects.get().ended_at < subscription.asked_at
