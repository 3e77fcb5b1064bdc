"""Telling everyone what is new: compose a few digests and note them, send them, go on.

A digest and the moment up to which its lists have been told are written in one transaction, so a
run that dies can be run again: nobody is written to twice for the same news and nothing is left out. Two
that run at once share one run, of which a subscriber has one digest, by constraints.
Mail waits in the database until it is sent, so handing it over is part of a transaction too. What was
written and not yet handed over goes first. Memory does not grow with the subscribers.
"""

from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from alerts import lists, mail
from alerts.entries import entry, with_needs
from alerts.models import Digest, Run, Subscriber, Subscription
from alerts.moderators import follow_as_settings_say

AT_ONCE = 100  # subscribers
GRACE = timedelta(minutes=5)  # for what was being saved at that very moment
WINDOW = timedelta(days=8)  # what is read of a list for everyone who follows it
MOST_ITEMS = 20  # of one list in one mail; the rest is a link
MOST_FAILURES = 5  # in a row; then the mail server is down


class MailServerDownError(Exception):
    """The mail server takes nothing. Run again later."""


def send_alerts(now=None):
    """Finish the run that was left, if any, then start and finish one for now; return how many mails went.

    Raises MailServerDownError when five messages in a row were not taken.
    """
    now = now or timezone.now()
    follow_as_settings_say()
    sent = sum(finish(run) for run in Run.objects.filter(finished_at=None))
    run, _ = Run.objects.get_or_create(finished_at=None, defaults={"until": now - GRACE})
    return sent + finish(run)


def finish(run):
    """Compose and send what is left of a run; return how many mails went."""
    sent, last, finder = send_pending(), 0, Finder(run.until)
    while subscribers := _next_due(run, last):
        compose(run, subscribers, finder)
        sent += send_pending()
        last = subscribers[-1].pk
    Run.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    return sent


def _next_due(run, last):
    due = Subscription.objects.due(run.until)
    theirs = due.filter(subscriber=OuterRef("pk"))
    return list(
        Subscriber.objects.filter(Exists(theirs), pk__gt=last)
        .exclude(email="")
        .order_by("pk")
        .prefetch_related(Prefetch("subscriptions", due, to_attr="due"))[:AT_ONCE]
    )


def compose(run, subscribers, finder):
    """Write the digests of these subscribers and note what they have been told, together."""
    digests, told = [], []
    for subscriber in subscribers:
        told += [subscription.pk for subscription in subscriber.due]
        sections = [finder.section(subscription) for subscription in subscriber.due]
        sections = [section for section in sections if section]
        if sections:
            digests.append(_digest(run, subscriber, sections))
    with transaction.atomic():
        Digest.objects.bulk_create(digests, ignore_conflicts=True)
        Subscription.objects.filter(pk__in=told, told_up_to__lt=run.until).update(told_up_to=run.until)


def _digest(run, subscriber, sections):
    number = sum(section["total"] for section in sections)
    first = sections[0]["items"][0]["title"]
    subject = first if number == 1 else f"{number} new on the {settings.SITE_NAME}"
    manage_url = mail.link("manage", "alert-manage", subscriber.pk)
    stop_url = mail.link("stop", "alert-stop", subscriber.pk)
    context = {"sections": sections, "number": number, "manage_url": manage_url, "stop_url": stop_url}
    text, html = mail.render("digest", context)
    subject = " ".join(subject.split())[:200]
    return Digest(run=run, subscriber=subscriber, subject=subject, text=text, html=html)


def send_pending():
    """Send every digest that was written and not sent; return how many went.

    A digest is marked in the transaction that queues its mail, so both happen or neither.
    """
    sent = failures = 0
    pending = Digest.objects.filter(sent_at=None).select_related("subscriber").order_by("pk")
    for digest in pending[: 10 * AT_ONCE]:
        if _hand_over(digest):
            failures, sent = 0, sent + 1
            continue
        failures += 1
        if failures == MOST_FAILURES:
            raise MailServerDownError
    return sent


def _hand_over(digest):
    with transaction.atomic():
        waiting = Digest.objects.filter(pk=digest.pk, sent_at=None)
        is_ours = waiting.update(sent_at=timezone.now(), text="", html="")  # else somebody else sent it
        done = not is_ours or not digest.subscriber.email or mail.send_digest(digest)
        if not done:
            transaction.set_rollback(True)
    return done


class Finder:
    """What is new on each list, read once for all who follow it."""

    def __init__(self, until):
        self.until = until
        self._recent = lru_cache(maxsize=1000)(self._lines)

    def section(self, subscription):
        """Return {title, url, items, total} of what the subscriber has not been told, or None for nothing."""
        since = subscription.told_up_to
        widest = self.until - WINDOW
        title, lines = self._recent(subscription.address, widest if since > widest else since)
        news = [line for line in lines if line["at"] > since]
        if not news:
            return None
        url = settings.SITE_URL + subscription.address
        return {"title": title, "url": url, "items": news[:MOST_ITEMS], "total": len(news)}

    def _lines(self, address, since):
        try:
            followed = lists.find_address(address, private=True)
            items = followed.appeared(since, self.until, with_needs)
            return followed.title, [_line(item) for item in items]
        except lists.Http404:  # the group, topic or person is no longer there
            return address, []


def _line(item):
    said = entry(item)
    return {
        "title": said.title,
        "url": settings.SITE_URL + item.get_absolute_url(),
        "kind": said.kind,
        "summary": said.summary,
        "at": item.appeared_at,
    }
