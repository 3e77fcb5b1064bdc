"""Mail that comes back: what staff do with the address it was for."""

from alerts.models import Subscription
from comments.models import MailStop
from comments.notices import stop_all_to


def end_mail_to(key):
    """Send nothing more to the address with this key, neither alerts nor news of comments.

    Returns how many alerts ended by it. Doing it twice is harmless.
    """
    stop_all_to(key)
    return Subscription.objects.filter(subscriber__email_key=key).end()


def allow_mail_to(key):
    """Let the address with this key ask for mail again. What ended stays ended."""
    MailStop.objects.filter(email_key=key).delete()
