"""What we stop knowing, and when."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from alerts.models import Digest, Subscriber, Subscription

UNCONFIRMED_FOR = timedelta(days=3)
ENDED_FOR = timedelta(days=28)
NETWORKS_FOR = timedelta(days=2)
DIGESTS_FOR = timedelta(days=28)


def forget(now=None):
    """Forget what has had its time; return how many addresses were blanked. Safe to repeat.

    Requests that nobody confirmed go after 3 days, an address 28 days after its last list ended,
    the hashes of networks after 2 days, the log of what was sent after 28.
    """
    now = now or timezone.now()
    Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_FOR).delete()
    Subscription.objects.filter(asked_at__lt=now - NETWORKS_FOR).update(address_key="", network_key="")
    Digest.objects.filter(sent_at__lt=now - DIGESTS_FOR).delete()
    needed = Subscription.objects.filter(subscriber=OuterRef("pk")).filter(
        Q(ended_at=None) | Q(ended_at__gte=now - ENDED_FOR)
    )
    done_with = Subscriber.objects.exclude(email="").filter(~Exists(needed))
    forgotten = Concat(Value("forgotten-"), F("pk"))
    return done_with.update(email="", email_key=forgotten)
