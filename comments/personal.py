"""Personal data: what is kept, for how long, and how one person's is handed over or erased."""

from datetime import timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comments.models import BlockedSender, Follow, HubComment, MailStop, Report, Tally
from comments.models.comment import email_key
from comments.views.opening import CONFIRM_WITHIN

State = HubComment.State
COUNTED_FOR = timedelta(hours=1)  # mails and comments of one sender, mails to one receiver


def export(email):
    """Return what comments keep about an e-mail address, as plain values for JSON."""
    comments = (
        HubComment.objects.by_address(email).select_related("discussion", "group", "reason").order_by("pk")
    )
    follows = _follows(email).select_related("discussion")
    return {
        "comments": [_as_values(comment) for comment in comments],
        "follows": [
            {
                "page": str(follow.discussion),
                "since": follow.made_at.isoformat(),
                "stopped": bool(follow.stopped_at),
            }
            for follow in follows
        ],
        "no mail wanted": MailStop.covers(email),
        "blocked": BlockedSender.objects.filter(value=email.strip().lower()).exists(),
    }


def _as_values(comment):
    return {
        "id": comment.pk,
        "page": str(comment.discussion),
        "name": comment.user_name,
        "email": comment.user_email,
        "group": comment.group.name if comment.group else "",
        "text": comment.comment,
        "written": comment.submit_date.isoformat(),
        "state": comment.get_state_display(),
        "reason": comment.reason.text if comment.reason else "",
        "wants_replies": comment.followup,
        "done": [f"{record.at.isoformat()} {record.did}" for record in comment.records.all()],
        "reports": [report.get_reason_display() for report in comment.reports.all()],
    }


def erase(email, by=None):
    """Take every trace of an e-mail address out; its comments become neutral markers. Return how many.

    That an address wants no mail stays, as a keyed hash: it is the person's own wish.
    """
    with transaction.atomic():
        _follows(email).delete()
        BlockedSender.objects.filter(value=email.strip().lower()).delete()
        comments = list(HubComment.objects.by_address(email))
        for comment in comments:
            _empty(comment)
            comment.move(State.REMOVED, "erased", by)
        written = {"content_type__app_label": "comments", "content_type__model": "hubcomment"}
        written["object_id__in"] = [str(comment.pk) for comment in comments]
        LogEntry.objects.filter(**written).update(object_repr="erased", change_message="")
    return len(comments)


def addresses():
    commented = HubComment.objects.exclude(user_email="").values_list("user_email", flat=True)
    blocked = BlockedSender.objects.filter(value__contains="@").values_list("value", flat=True)
    return {*commented, *blocked, *Follow.objects.exclude(email="").values_list("email", flat=True)}


def _empty(comment):
    comment.user_name = comment.user_email = comment.comment = ""
    comment.address_key = comment.network_key = ""
    comment.followup, comment.group, comment.reason = False, None, None
    comment.records.update(note="")


def _follows(email):
    return Follow.objects.filter(Q(email_key=email_key(email)) | Q(email__iexact=email.strip()))


def forget_old(now=None):
    """Delete and blank what was kept long enough; return how much of each. Safe to run twice."""
    now = now or timezone.now()
    unconfirmed = now - CONFIRM_WITHIN
    addresses = now - timedelta(days=settings.COMMENTS_KEEP_ADDRESS_DAYS)
    emails = now - timedelta(days=settings.COMMENTS_KEEP_EMAIL_MONTHS * 30.44)
    return {
        "unconfirmed comments deleted": _delete_unconfirmed(unconfirmed),
        "unconfirmed follows deleted": Follow.objects.filter(
            confirmed_at=None, made_at__lt=unconfirmed
        ).delete()[0],
        "counts of mail deleted": Tally.objects.filter(last_at__lt=now - COUNTED_FOR).delete()[0],
        "network traces blanked": _blank_addresses(addresses),
        "e-mail addresses blanked": _blank_emails(emails),
    }


def _delete_unconfirmed(before):
    old = HubComment.objects.filter(state=State.UNCONFIRMED, submit_date__lt=before)
    count = old.count()
    old.delete()
    return count


def _blank_addresses(before):
    old = HubComment.objects.filter(submit_date__lt=before).exclude(address_key="", network_key="")
    reports = Report.objects.filter(made_at__lt=before, address_key__isnull=False)
    follows = Follow.objects.filter(made_at__lt=before).exclude(address_key="")
    blanked = old.update(address_key="", network_key="")
    return blanked + reports.update(address_key=None) + follows.update(address_key="")


def _blank_emails(before):
    """Blank the addresses of people who have neither written nor been told of anything since."""
    used = HubComment.objects.filter(submit_date__gte=before).exclude(email_key="").values("email_key")
    told = Follow.objects.filter(stopped_at=None, told_up_to__gte=before).values("email_key")
    old = HubComment.objects.filter(submit_date__lt=before).exclude(user_email="")
    old = old.exclude(email_key__in=used).exclude(email_key__in=told)
    pks = list(old.values_list("pk", flat=True))
    Follow.objects.filter(Q(comment__in=pks) | Q(stopped_at__lt=before) | Q(told_up_to__lt=before)).delete()
    HubComment.objects.filter(pk__in=pks).update(user_email="", email_key="", followup=False)
    return len(pks)
