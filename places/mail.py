"""The mails about projects: questions to their mailbox, and “still right?” once a record grows old."""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from content.throttling import keyed_hash
from content.tokens import make_token

PURPOSE = "project-still-right"
ANSWER_WITHIN = timedelta(days=60)

logger = logging.getLogger(__name__)


def send_message(message):
    """Pass a kept message on to the project's mailbox, or to ours; answer goes to its writer."""
    project = message.project
    to = project.contact_email or settings.CONTACT_EMAIL
    headers = {"Reply-To": message.email} if message.email else {}
    return _send(
        "message", f"{message.get_kind_display()}: {project.title}", to, {"message": message}, headers
    )


def mailbox_key(project):
    """Return a short hash of the project's mailbox: a link dies when the mailbox changes."""
    return keyed_hash("mailbox", project.contact_email)[:12]


def ask_still_right(project):
    """Mail the project's contact a signed link that asks whether the record is still right."""
    token = make_token(PURPOSE, project.pk, mailbox_key(project))
    link = settings.SITE_URL + reverse("places:still_right", args=[token])
    context = {"project": project, "link": link, "page": settings.SITE_URL + project.get_absolute_url()}
    return _send("still_right", f"Is this still right? {project.title}", project.contact_email, context, {})


def _send(template, subject, to, context, headers):
    """Send one plain message; return whether the mail server took it."""
    body = render_to_string(f"places/mail/{template}.txt", {"site": settings.SITE_NAME} | context)
    subject = " ".join(subject.split())[:200]
    try:
        EmailMessage(subject, body, to=[to], headers=headers).send()
    except (OSError, smtplib.SMTPException) as error:
        logger.error("mail %s not sent: %s", template, type(error).__name__)
        return False
    return True
