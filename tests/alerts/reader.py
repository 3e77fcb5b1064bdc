"""A reader who follows lists by mail."""

from datetime import timedelta

from django.utils import timezone

from alerts.models import Subscriber, Subscription
from comments.models.comment import email_key

DAY = timedelta(days=1)


def subscribe(address, email="ada@example.org", frequency="daily", told_days_ago=2):
    """Return the confirmed subscription of a reader to the list at an address."""
    subscriber, _ = Subscriber.objects.get_or_create(email_key=email_key(email), defaults={"email": email})
    told = timezone.now() - told_days_ago * DAY
    return Subscription.objects.create(
        subscriber=subscriber, address=address, frequency=frequency, confirmed_at=told, told_up_to=told
    )
