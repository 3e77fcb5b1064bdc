"""Telling people of new comments, once each and only of shown ones, and ceasing to."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from comments import limits, mail
from comments.models import Discussion, Follow, HubComment, MailStop
from comments.models.comment import email_key

GRACE = timedelta(minutes=1)  # a comment shown in a transaction that has not ended yet is not overtaken


def follow_replies(comment):
    """The writer of a confirmed comment hears of replies to it."""
    now = timezone.now()
    Follow.objects.get_or_create(
        comment=comment,
        defaults={
            "discussion": comment.discussion,
            "email_key": comment.email_key,
            "confirmed_at": now,
            "told_up_to": now,
        },
    )


def ask_to_follow(discussion, email, key):
    """Mail a link to somebody who wants to follow a thread. Says nothing of who follows already."""
    if discussion.pk is None:
        discussion.save()
    follow, made = Follow.objects.get_or_create(
        discussion=discussion,
        comment=None,
        email_key=email_key(email),
        defaults={"email": email, "address_key": key},
    )
    is_due = made or follow.made_at < timezone.now() - limits.HOUR
    if is_due and not limits.count_mail(follow.email_key, key):
        Follow.objects.filter(pk=follow.pk).update(email=email, address_key=key, made_at=timezone.now())
        follow.email = email
        mail.send_follow_confirmation(follow)


def start(follow):
    now = timezone.now()
    if Follow.objects.filter(pk=follow.pk, confirmed_at=None).update(confirmed_at=now, told_up_to=now):
        limits.mail_was_wanted(follow.email_key, follow.address_key)
    Follow.objects.filter(pk=follow.pk).exclude(stopped_at=None).update(stopped_at=None, told_up_to=now)


def stop(follow):
    """Nothing more about this thread to this address. Doing it twice is harmless."""
    if follow:
        same = Follow.objects.filter(discussion_id=follow.discussion_id, email_key=follow.email_key)
        same.update(stopped_at=timezone.now())


def stop_all_to(key):
    """Nothing more at all to the address with this key."""
    MailStop.objects.get_or_create(email_key=key)
    Follow.objects.filter(email_key=key).update(stopped_at=timezone.now())


def send_reply_notices():
    """Mail followers what was shown since the last time, one mail a thread; return how many went out."""
    until = timezone.now() - GRACE
    waiting = Discussion.objects.public().filter(
        comments__state=HubComment.State.SHOWN,
        comments__shown_at__lte=until,
        comments__shown_at__gt=F("follows__told_up_to"),
        follows__stopped_at=None,
    )
    return sum(_tell_followers(discussion, until) for discussion in waiting.distinct())


def _tell_followers(discussion, until):
    follows = discussion.follows.filter(stopped_at=None, confirmed_at__isnull=False).select_related("comment")
    by_address = defaultdict(list)
    for follow in follows:
        by_address[follow.address.lower()].append(follow)
    oldest = min((follow.told_up_to for follow in follows), default=until)
    fresh = discussion.comments.shown().filter(shown_at__gt=oldest, shown_at__lte=until).order_by("shown_at")
    comments = list(fresh)
    return sum(_tell(address, mine, comments) for address, mine in by_address.items() if address)


def _tell(address, follows, comments):
    """Send one mail for all that these follows of one address have not been told of; return 1 or 0."""
    news = [comment for comment in comments if any(_concerns(follow, comment) for follow in follows)]
    if not news or not limits.may_mail_address(address):
        return 0
    stop_url = mail.link("stop", "comment-stop", follows[0].pk)
    context = {
        "page": follows[0].discussion.item,
        "comments": [(comment, settings.SITE_URL + comment.get_absolute_url()) for comment in news],
        "stop_url": stop_url,
        "stop_all_url": mail.link("stop_all", "comment-stop-all", "follow", follows[0].pk),
    }
    headers = {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    newest = news[-1].shown_at
    subject = f"New comments on “{context['page']}”"
    with transaction.atomic():
        untold = Follow.objects.filter(pk__in=[follow.pk for follow in follows], told_up_to__lt=newest)
        is_ours = untold.update(told_up_to=newest)  # else somebody else told them a moment ago
        sent = bool(is_ours) and mail.send("replies", subject, address, context, headers)
        if not sent:
            transaction.set_rollback(True)
    return int(sent)


def _concerns(follow, comment):
    """A writer hears of replies in the conversation of their comment; nobody hears of their own words."""
    if comment.shown_at <= follow.told_up_to or comment.email_key == follow.email_key:
        return False
    return follow.comment is None or (
        comment.thread_id == follow.comment.thread_id and comment.order > follow.comment.order
    )


def send_moderator_mail():
    """Mail the moderators how many comments wait, and where; never what they say. Return the number told."""
    waiting = HubComment.objects.filter(state=HubComment.State.WAITING).count()
    decide = HubComment.objects.to_decide().count()
    if not decide:
        return 0
    queue_url = settings.SITE_URL + reverse("admin:comments_hubcomment_changelist")
    context = {"waiting": waiting, "reported": decide - waiting, "queue_url": queue_url}
    told = [
        mail.send("moderators", "Comments to look at", address, context)
        for address in settings.COMMENTS_MODERATORS
    ]
    return sum(told)


def tell_moderators_at_once(comment):
    if settings.COMMENTS_MODERATOR_MAIL == "immediate" and comment.state == HubComment.State.WAITING:
        send_moderator_mail()
