"""Moderators hear of what waits for them: one more list of the same engine, followed by settings alone."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from alerts.entries import Entry, entry
from alerts.lists import LISTS, ListKind
from alerts.models import Subscriber, Subscription
from comments.models import HubComment
from comments.models.comment import email_key

QUEUE = "admin:comments_hubcomment_changelist"


class Waiting(NamedTuple):
    """How many comments wait for a decision. What they say stays in the queue."""

    waiting: int
    reported: int
    appeared_at: datetime

    def get_absolute_url(self):
        return reverse(QUEUE)


@entry.register
def _(item: Waiting):
    number = item.waiting + item.reported
    title = "1 comment to look at" if number == 1 else f"{number} comments to look at"
    return Entry(title, "For moderators", f"{item.waiting} waiting, {item.reported} reported.", "")


def waiting(since, until):
    """Return what to tell moderators, as news of this very moment for as long as something waits."""
    decide = HubComment.objects.to_decide().count()
    held = HubComment.objects.filter(state=HubComment.State.WAITING).count()
    return [Waiting(held, decide - held, until)] if decide else []


def register():
    """Called once, when all rooms are ready."""
    LISTS[QUEUE] = ListKind(lambda: "Comments to look at", news=waiting, private=True)


def follow_as_settings_say():
    """Have exactly the moderators whom the settings name follow the queue. Who stopped it stays stopped."""
    wanted = settings.COMMENTS_MODERATORS if settings.COMMENTS_MODERATOR_MAIL != "never" else []
    keys = {email_key(address): address for address in wanted}
    of_queue = Subscription.objects.filter(address=reverse(QUEUE))
    of_queue.exclude(subscriber__email_key__in=keys).delete()
    known = set(of_queue.values_list("subscriber__email_key", flat=True))
    yesterday = timezone.now() - timedelta(days=1)
    for key in keys.keys() - known:
        subscriber, _ = Subscriber.objects.get_or_create(email_key=key, defaults={"email": keys[key]})
        Subscription.objects.create(
            subscriber=subscriber, address=reverse(QUEUE), confirmed_at=yesterday, told_up_to=yesterday
        )
