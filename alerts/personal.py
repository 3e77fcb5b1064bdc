"""What alerts keep about one person: an address and the lists that it follows."""

from alerts.models import Subscriber


def export(email):
    """Return the lists of an address as plain values."""
    found = Subscriber.objects.filter(email__iexact=email).prefetch_related("subscriptions").first()
    return [
        {
            "list": subscription.address,
            "frequency": subscription.frequency,
            "asked": subscription.asked_at.isoformat(),
            "confirmed": bool(subscription.confirmed_at),
            "ended": bool(subscription.ended_at),
        }
        for subscription in (found.subscriptions.all() if found else [])
    ]


def erase(email, by=None):
    """Delete the subscriber with its lists and its digests; return how many there were."""
    found = Subscriber.objects.filter(email__iexact=email)
    number = found.count()
    found.delete()
    return number


def addresses():
    return Subscriber.objects.exclude(email="").values_list("email", flat=True)
