"""A queue in the database between the site and its mail server.

A message is a row of the transaction that asked for it: rolled back with it, kept with it, and deleted when
the mail server has taken it. So no visitor waits for a mail server, and none is lost while it is away.
"""

import email
import logging
import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.utils import timezone

from hub.models import QueuedMail

OUTBOUND = "outbound"
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
MOST_TRIES = 16  # about a day and a half
LEASE = timedelta(minutes=3)  # longer than sending takes; a sender that dies gives its message back after it
# The server is away or hangs up: it would be so for the next message too.
NO_SERVER = (ConnectionError, TimeoutError, smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected)

logger = logging.getLogger("hub.mail")


class QueueBackend(BaseEmailBackend):
    """Takes messages as a mail server would, and puts them into the queue."""

    def send_messages(self, email_messages):
        rows = [
            QueuedMail(
                sender=message.from_email,
                recipients=message.recipients(),
                subject=message.subject[:300],
                content=message.message(policy=email.policy.SMTP).as_bytes(),
                next_try_at=timezone.now(),
            )
            for message in email_messages
            if message.recipients()
        ]
        QueuedMail.objects.bulk_create(rows)
        return len(rows)


class StoredMessage(EmailMessage):
    """A message as it was queued, for any of Django's backends to send."""

    def __init__(self, row):
        super().__init__(row.subject, from_email=row.sender, to=row.recipients)
        self.content = bytes(row.content)

    def message(self, *, policy=email.policy.default):
        return email.message_from_bytes(self.content, policy=policy)


def send_due():
    """Try the messages that are due; return (sent, failed). Safe to run many times at once.

    Stops at the first that finds no server, so that an outage does not use up the tries of all the others.
    """
    sent = failed = 0
    now = timezone.now()
    for pk in list(
        QueuedMail.objects.filter(next_try_at__lte=now).order_by("pk").values_list("pk", flat=True)
    ):
        row = claim(pk)
        if row is None:
            continue
        problem = deliver(row)
        sent, failed = sent + (problem is None), failed + (problem is not None)
        if isinstance(problem, NO_SERVER):
            break
    return sent, failed


def claim(pk):
    """Return the row if nobody else holds it; it is ours until the lease ends."""
    now = timezone.now()
    is_free = Q(held_until=None) | Q(held_until__lte=now)
    rows = QueuedMail.objects.filter(is_free, pk=pk, next_try_at__lte=now)
    return QueuedMail.objects.get(pk=pk) if rows.update(held_until=now + LEASE) else None


def deliver(row):
    """Hand one message to the mail server; return None, or the problem, having noted when to try again."""
    try:
        mailers[OUTBOUND].send_messages([StoredMessage(row)])
    except (OSError, smtplib.SMTPException, ValueError) as error:
        put_off(row, error)
        return error
    row.delete()
    return None


def put_off(row, error):
    """Note the problem and when to try again, each time later; or that we have given up."""
    pause = min(FIRST_PAUSE * 2**row.tries, LONGEST_PAUSE)
    gives_up = row.tries + 1 >= MOST_TRIES
    QueuedMail.objects.filter(pk=row.pk).update(
        tries=F("tries") + 1,
        next_try_at=None if gives_up else timezone.now() + pause,
        held_until=None,
        problem=f"{type(error).__name__}: {error}"[:300],
    )
    write = logger.error if gives_up else logger.warning
    write("mail %s: try %s failed, %s", row.pk, row.tries + 1, type(error).__name__)
