"""What is kept of the writer of a comment goes when its time is over."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import personal
from comments.models import HubComment, Report
from tests.factories import create_comment

pytestmark = pytest.mark.django_db


def aged(**spell):
    """A comment of this age with every trace that is kept for a time."""
    when = timezone.now() - timedelta(**spell)
    comment = create_comment(
        submit_date=when, address_key="a" * 32, network_key="n" * 32, confirmed_at=when, shown_at=when
    )
    report = Report.objects.create(comment=comment, reason="spam", address_key="r")
    Report.objects.filter(pk=report.pk).update(made_at=when)
    return comment


def traces(comment):
    return comment.address_key, comment.network_key, comment.reports.get().address_key


def test_network_traces_go_after_thirty_days():
    old, young = aged(days=30, minutes=1), aged(days=29, hours=23)

    for _ in range(2):
        call_command("forget_old_comment_data", verbosity=0)

    old.refresh_from_db()
    young.refresh_from_db()
    assert traces(old) == ("", "", None)
    assert traces(young) == ("a" * 32, "n" * 32, "r")


def test_unconfirmed_comments_go_after_three_days():
    now = timezone.now()
    create_comment(state="unconfirmed", submit_date=now - timedelta(days=3, minutes=1))
    create_comment(state="unconfirmed", submit_date=now - timedelta(days=2, hours=23), comment="Young.")

    personal.forget_old()

    assert [comment.comment for comment in HubComment.objects.all()] == ["Young."]


def test_address_goes_when_it_was_not_used_for_two_years():
    long_ago = timezone.now() - timedelta(days=740)
    gone = create_comment(user_email="gone@example.org", submit_date=long_ago)
    back = create_comment(user_email="back@example.org", submit_date=long_ago)
    create_comment(user_email="back@example.org")

    personal.forget_old()

    gone.refresh_from_db()
    back.refresh_from_db()
    assert (gone.user_email, gone.email_key, gone.state) == ("", "", "shown")
    assert back.user_email == "back@example.org"
