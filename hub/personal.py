"""Traces of one person that belong to no room: mail that waits, and the admin's record of changes."""

import email as messages
import re
from email import policy

from django.contrib.admin.models import LogEntry

from hub.models import QueuedMail


def export(email):
    """Return the subjects of waiting mail that names an address."""
    return [{"subject": mail.subject, "made": mail.made_at.isoformat()} for mail in _naming(email)]


def erase(email, by=None):
    """Delete waiting mail that names an address, and its name in the record; return how many."""
    LogEntry.objects.filter(object_repr__icontains=email).update(object_repr="erased", change_message="")
    LogEntry.objects.filter(change_message__icontains=email).update(change_message="")
    waiting = [mail.pk for mail in _naming(email)]
    return QueuedMail.objects.filter(pk__in=waiting).delete()[0]


def addresses():
    return {
        address
        for recipients in QueuedMail.objects.values_list("recipients", flat=True)
        for address in recipients
    }


def _naming(email):
    """Return the waiting messages to an address, from it, or with it in their text."""
    whole = re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)", re.IGNORECASE)
    return [mail for mail in QueuedMail.objects.all() if whole.search(_words(mail))]


def _words(mail):
    message = messages.message_from_bytes(bytes(mail.content), policy=policy.default)
    texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*mail.recipients, *map(str, message.values()), *texts])
