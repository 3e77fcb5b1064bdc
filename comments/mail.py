"""The messages that the comment box sends: fixed words, never what a visitor typed."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from comments import limits
from comments.models import HubComment
from content.tokens import make_token

logger = logging.getLogger(__name__)


def link(name, purpose, *values):
    """Return the full address of a page that one signed token opens."""
    return settings.SITE_URL + reverse(f"comments:{name}", args=[make_token(purpose, *values)])


def send(template, subject, address, context, headers=None):
    """Send one plain message; return whether the mail server (or the outbox) took it."""
    context = {
        "site": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact": settings.CONTACT_EMAIL,
    } | context
    body = render_to_string(f"comments/mail/{template}.txt", context)
    message = EmailMessage(
        subject, body, to=[address], headers={"Auto-Submitted": "auto-generated"} | (headers or {})
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        logger.error("mail %s not sent: %s", template, type(error).__name__)
        return False
    return True


def send_confirmation(comment):
    """Ask the writer to confirm, within the limits; count what was sent."""
    if not limits.may_mail(comment):
        return False
    links = {
        "confirm_url": link("confirm", "comment-confirm", comment.pk),
        "mine_url": link("mine", "comment-mine", comment.pk),
        "stop_url": link("stop_all", "comment-stop-all", "comment", comment.pk),
    }
    context = {"page": comment.discussion.item, **links}
    sent = send("confirm", "Confirm your comment", comment.user_email, context)
    if sent:
        HubComment.objects.filter(pk=comment.pk).update(
            mails_sent=F("mails_sent") + 1, mailed_at=timezone.now()
        )
    return sent


def send_declined(comment):
    """Tell the writer, on a moderator's wish, why a comment is not shown."""
    if not limits.may_mail_address(comment.user_email):
        return False
    context = {"page": comment.discussion.item, "mine_url": link("mine", "comment-mine", comment.pk)}
    return send("declined", "About your comment", comment.user_email, context | {"reason": comment.reason})


def send_follow_confirmation(follow):
    """Ask somebody who typed an address under a thread whether they want its mails."""
    if not limits.may_mail_address(follow.address):
        return False
    links = {
        "confirm_url": link("follow_confirm", "comment-follow", follow.pk),
        "stop_url": link("stop_all", "comment-stop-all", "follow", follow.pk),
    }
    return send(
        "follow",
        "Confirm that you want to follow a discussion",
        follow.address,
        {"page": follow.discussion.item, **links},
    )
