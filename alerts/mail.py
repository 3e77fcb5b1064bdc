"""The messages of this room: two fixed ones and the digest, each as text and as HTML."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from comments.limits import may_mail_address
from content.tokens import make_token

PERMANENT = 500  # SMTP's codes from here on mean: do not try again
logger = logging.getLogger(__name__)


def link(name, purpose, *values):
    """Return the full address of a page that one signed token opens."""
    return settings.SITE_URL + reverse(f"alerts:{name}", args=[make_token(purpose, *values)])


def render(template, context):
    """Return (text, html) of a message."""
    context = {"site_url": settings.SITE_URL, "contact": settings.CONTACT_EMAIL} | context
    return tuple(render_to_string(f"alerts/mail/{template}.{kind}", context) for kind in ("txt", "html"))


def send(subject, address, text, html, headers=None):
    """Hand over one message; return whether there is nothing left to try.

    A server that does not take it now is asked again later; one that refuses the address for good is not.
    """
    headers = {"Auto-Submitted": "auto-generated"} | (headers or {})
    message = EmailMultiAlternatives(subject, text, to=[address], headers=headers)
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        logger.warning("alert mail refused: %s", codes)
        return min(codes) >= PERMANENT
    except (OSError, smtplib.SMTPException) as error:
        logger.error("alert mail not sent: %s", type(error).__name__)
        return False
    return True


def send_confirmation(subscription, title):
    """Ask whether the address wants this list. Its words are ours and the list's, never a visitor's."""
    address = subscription.subscriber.email
    if not may_mail_address(address):
        return False
    context = {
        "title": title,
        "frequency": subscription.get_frequency_display().lower(),
        "confirm_url": link("confirm", "alert-confirm", subscription.pk),
        "never_url": link("never", "alert-never", subscription.subscriber_id),
    }
    return send("Confirm that you want these alerts", address, *render("confirm", context))


def send_digest(digest):
    """Hand over a digest with what one-click unsubscribing needs (RFC 8058); return whether it is done with.

    Its Message-ID is the same every time, so that a copy after a crash can be told from news.
    """
    stop_url = link("stop", "alert-stop", digest.subscriber_id)
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    headers = {
        "Message-ID": f"<alert-{digest.run_id}-{digest.subscriber_id}@{host}>",
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"{settings.SITE_NAME} alerts <alerts.{host}>",
        "Precedence": "bulk",
    }
    return send(digest.subject, digest.subscriber.email, digest.text, digest.html, headers)
