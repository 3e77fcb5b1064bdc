"""How much is too much, by counting in the database: the same in any number of processes."""

from datetime import timedelta
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from comments.models import BlockedSender, Follow, HubComment, MailStop, Report, Tally
from comments.models.comment import email_key
from content.throttling import address_key, network_key

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
COMMENTS = [  # which key, how many rows, in how long
    ("address_key", 20, HOUR),
    ("network_key", 60, HOUR),
    ("network_key", 200, DAY),
    ("email_key", 10, HOUR),
    ("email_key", 30, DAY),
]
COMMENTS_A_MINUTE = 6  # from one address, exactly
MAILS_AN_HOUR = {"from": 10, "to": 3}  # that nobody has answered yet: one sender’s, one receiver’s
MAILS_A_DAY = {"email_key": 30, "address_key": 40, "network_key": 200}
MAILS_A_COMMENT = 3
REPORTS = ("address_key", 10, HOUR)
FOLLOWS = ("address_key", 5, HOUR)


class Wait(NamedTuple):
    """Come back later: `seconds` from now."""

    seconds: int

    @property
    def words(self):
        minutes = max(1, ceil(self.seconds / 60))
        if minutes < 90:
            return f"in {minutes} minute{'s' if minutes > 1 else ''}"
        return f"in {ceil(minutes / 60)} hours"


def count_comment(request, email):
    """Count a comment and its mail; or return a Wait when this reader or network has sent enough for now."""
    keys = {
        "address_key": address_key(request),
        "network_key": network_key(request),
        "email_key": email_key(email),
    }
    for field, most, period in COMMENTS:
        rows = HubComment.objects.filter(**{field: keys[field]})
        if wait := _wait(rows, "submit_date", most, period):
            return wait
    if wait := _wait_before_mail(keys):
        return wait
    with transaction.atomic():  # one write to the disk, not two
        return _count(f"comment {keys['address_key']}", COMMENTS_A_MINUTE, MINUTE) or count_mail(
            keys["email_key"], keys["address_key"]
        )


@transaction.atomic
def count_mail(email_key, address_key):
    """Count a mail that its receiver may not want; or return a Wait when there were enough this hour.

    The sender is counted first, so that somebody who may send no more cannot use up what others get.
    """
    return _count(f"from {address_key}", MAILS_AN_HOUR["from"], HOUR) or _count(
        f"to {email_key}", MAILS_AN_HOUR["to"], HOUR
    )


def mail_was_wanted(email_key, address_key):
    """Somebody pressed the button that a mail led to: it counts neither for them nor for its sender."""
    Tally.take_back(f"from {address_key}")
    Tally.take_back(f"to {email_key}")


def wait_before_report(request):
    return _wait_by(Report.objects, "made_at", REPORTS, request)


def wait_before_follow(request):
    return _wait_by(Follow.objects, "made_at", FOLLOWS, request)


def may_mail(comment):
    """Tell whether this comment's confirmation may be mailed (once more)."""
    too_soon = comment.mailed_at and comment.mailed_at > timezone.now() - MINUTE
    used_up = comment.mails_sent >= MAILS_A_COMMENT
    return not (too_soon or used_up) and may_mail_address(comment.user_email)


def may_mail_address(email):
    return bool(email) and not BlockedSender.blocks(email) and not MailStop.covers(email)


def _wait_by(rows, moment, rule, request):
    field, most, period = rule
    return _wait(rows.filter(**{field: address_key(request)}), moment, most, period)


def _wait_before_mail(keys):
    since = timezone.now() - DAY
    for field, most in MAILS_A_DAY.items():
        rows = HubComment.objects.filter(**{field: keys[field]}, submit_date__gt=since)
        if (rows.aggregate(n=Sum("mails_sent"))["n"] or 0) >= most * settings.COMMENTS_LIMIT_TIMES:
            return Wait(seconds=60 * 60)
    return None


def _count(key, most, period):
    seconds = Tally.count(key, most * settings.COMMENTS_LIMIT_TIMES, period)
    return Wait(seconds) if seconds else None


def _wait(rows, moment, most, period):
    """Return how long until fewer than `most` of these rows are younger than `period`, else None."""
    most *= settings.COMMENTS_LIMIT_TIMES
    now = timezone.now()
    recent = rows.filter(**{f"{moment}__gt": now - period}).order_by(f"-{moment}")
    filling = recent.values_list(moment, flat=True)[most - 1 : most]
    return next((Wait(seconds=ceil((when + period - now).total_seconds())) for when in filling), None)
