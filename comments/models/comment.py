"""One comment and the states it goes through, on django-comments-xtd's tables."""

import hashlib
from contextlib import contextmanager
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce, Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_comments_xtd.models import XtdComment

from comments.models.discussion import Discussion
from comments.models.moderation import DeclineReason, ModerationRecord
from content.caching import forget_cached_pages
from content.erasures import person_key as email_key
from content.models import StakeholderGroup
from content.visiting import visible

EDITING_TIME = timedelta(minutes=15)
DEEPEST = 2  # levels 0, 1 and 2


def text_key(text):
    """Return the hash of a text that ignores case, spacing and what cannot be seen, to find repeats."""
    return hashlib.sha256(" ".join(visible(text).casefold().split()).encode()).hexdigest()[:32]


class HubCommentQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(state=HubComment.State.SHOWN)

    def public(self):
        """What anyone may read: shown, and on a page that is published. All public uses start here."""
        return self.shown().filter(discussion__in=Discussion.objects.public())

    def with_page_title(self):
        """Annotate `page_title`: what the page is called that a comment stands under."""
        titles = [
            models.When(
                discussion__kind=kind,
                then=apps.get_model(kind)
                ._base_manager.filter(pk=models.OuterRef("discussion__object_id"))
                .values("title")[:1],
            )
            for kind in settings.COMMENT_KINDS
        ]
        return self.annotate(page_title=models.Case(*titles, output_field=models.TextField()))

    # The phrases that lists of content know, so that comments can be followed like any list.

    def current(self):
        """Public comments on pages that lists offer, with the dates that items of lists have."""
        moment, updated = models.F("shown_at"), Coalesce("edited_at", "shown_at")
        dates = {"appeared_at": moment, "published_at": moment, "updated_at": updated}
        shown = self.shown().filter(discussion__in=Discussion.objects.current())
        return shown.with_page_title().annotate(**dates)

    def appeared(self, since, until):
        return self.current().filter(shown_at__gt=since, shown_at__lte=until)

    def latest_first(self):
        return self.order_by("-shown_at", "-pk")

    def to_decide(self):
        """What waits for a moderator: held comments, and shown ones with a report not yet looked at."""
        reported = models.Q(state=HubComment.State.SHOWN, reports__isnull=False, reports__settled_at=None)
        return self.filter(models.Q(state=HubComment.State.WAITING) | reported).distinct()

    def by_address(self, email):
        return self.filter(user_email__iexact=email.strip())

    def rerender(self):
        """Make the ready HTML of shown comments again: after loading rows or changing the template."""
        comments = list(self.shown().select_related("discussion", "group", "answers"))
        for comment in comments:
            comment.html = comment.render()
        HubComment.objects.bulk_update(comments, ["html"], batch_size=500)
        forget_cached_pages()
        return len(comments)


class HubComment(XtdComment):
    """A comment. `state` decides; xtd's is_public and is_removed follow it."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "not confirmed"
        WAITING = "waiting", "waiting"
        SHOWN = "shown", "shown"
        DECLINED = "declined", "declined"
        REMOVED = "removed", "removed"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Badge(models.TextChoices):
        NONE = "", "none"
        STAFF = "staff", "Hub staff"
        AUTHOR = "author", "Author of this piece"

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="comments")
    state = models.CharField(max_length=11, choices=State, default=State.UNCONFIRMED, db_index=True)
    group = models.ForeignKey(
        StakeholderGroup, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    badge = models.CharField(max_length=6, choices=Badge, blank=True)
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answered_by")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField("first shown at", null=True, blank=True, db_index=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(max_length=100, blank=True)
    reason = models.ForeignKey(DeclineReason, models.SET_NULL, null=True, blank=True, related_name="comments")
    form_nonce = models.CharField(max_length=22, unique=True, null=True, editable=False)  # noqa: DJ001
    seconds_to_write = models.PositiveIntegerField(null=True, editable=False)
    mails_sent = models.PositiveSmallIntegerField(default=0, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    text_key = models.CharField(max_length=32, editable=False, db_index=True)
    email_key = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    address_key = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    network_key = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    html = models.TextField(blank=True, editable=False)  # ready for the page, made whenever it is saved

    objects = HubCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "comment"
        indexes = [
            models.Index(fields=["discussion", "state"], name="comment_discussion_state"),
            models.Index(fields=["group", "state", "-shown_at"], name="comment_group_newest"),
        ]

    def __str__(self):
        return f"Comment {self.pk} by {self.user_name or 'nobody'}"

    def save(self, **kwargs):
        """Store the row with its place in the thread; replies to one root are placed one at a time."""
        self.is_public = self.state == self.State.SHOWN
        self.is_removed = self.state in {self.State.REMOVED, self.State.WITHDRAWN}
        self.text_key = text_key(self.comment)
        self.email_key = email_key(self.user_email) if self.user_email else ""
        with transaction.atomic():
            if self.pk is None and self.parent_id:
                self._lock_root()
            super().save(**kwargs)
            html = self.render() if self.is_public else ""
            if html != self.html:
                self.html = html
                HubComment.objects.filter(pk=self.pk).update(html=html)
        if self.shown_at:
            forget_cached_pages()

    def _lock_root(self):
        rows = XtdComment.norel_objects.order_by()
        root = rows.filter(pk=self.parent_id).values_list("thread_id", flat=True).get()
        list(rows.select_for_update(of=("self",)).filter(pk=root).values_list("pk"))

    def get_absolute_url(self):
        """The permanent link: it finds the page that the comment is on."""
        return reverse("comments:comment", args=[self.pk])

    def get_content_object_url(self):
        return self.discussion.get_absolute_url()

    def get_reply_url(self):
        return reverse("comments:reply", args=[self.pk])

    def render(self):
        return render_to_string("comments/comment.html", {"comment": self})

    @property
    def deepest(self):
        """The comment that a reply to this one hangs under: itself, or its parent at the third level."""
        return self.pk if self.level < DEEPEST else self.parent_id

    # --- What happens to it. Each is called with the row locked, and says what it did. ------------

    @classmethod
    @contextmanager
    def locked(cls, pk):
        """Hold the row of a comment for one change; yields None when it is gone."""
        with transaction.atomic():
            rows = cls.objects.select_for_update(of=("self",)).select_related("discussion")
            yield rows.filter(pk=pk).first()

    def record(self, did, by=None, note=""):
        ModerationRecord.objects.create(
            comment=self, discussion=self.discussion, did=did, by=by, note=note[:200]
        )

    def move(self, state, did, by=None, note=""):
        """Enter a state, write down who did it, and draw again the replies that name its writer."""
        self.state = state
        if state == self.State.SHOWN and self.shown_at is None:
            self.shown_at = timezone.now()
        self.save()
        self.record(did, by, note)
        if self.shown_at:
            self.answered_by.all().rerender()

    def confirm(self, reasons, show):
        """The writer proved the address: show it, or hold it for the reasons given."""
        self.confirmed_at = timezone.now()
        self.held_because = " ".join(reasons)
        self.move(self.State.SHOWN if show else self.State.WAITING, "confirmed")

    def approve(self, by):
        self.reason = None
        self.reports.filter(settled_at=None).update(settled_at=Now())
        self.move(self.State.SHOWN, "approved", by)

    def decline(self, by, reason=None):
        """Not shown, or shown no longer; the writer's private page gives the reason."""
        self.reason = reason
        self.reports.filter(settled_at=None).update(settled_at=Now())
        never_shown = self.shown_at is None
        state = self.State.DECLINED if never_shown else self.State.REMOVED
        self.move(state, "declined" if never_shown else "removed", by, str(reason or ""))

    def withdraw(self):
        self.move(self.State.WITHDRAWN, "withdrawn")

    def edit(self, text, reasons, show):
        self.comment, self.edited_at = text, timezone.now()
        self.held_because = " ".join(reasons)
        if self.state != self.State.UNCONFIRMED:
            self.state = self.State.SHOWN if show else self.State.WAITING
        self.move(self.state, "edited")

    def hide_when_reported(self):
        """Hide it until a moderator has looked, once enough readers have reported it."""
        reports = self.reports.filter(settled_at=None).count()
        if self.state == self.State.SHOWN and reports >= settings.COMMENTS_REPORT_THRESHOLD:
            self.held_because = " ".join({*self.held_because.split(), "reported"})
            self.move(self.State.WAITING, "hidden", note=f"{reports} reports")

    @property
    def can_be_edited(self):
        since = self.confirmed_at or timezone.now()
        open_states = {self.State.UNCONFIRMED, self.State.WAITING, self.State.SHOWN}
        return self.state in open_states and timezone.now() < since + EDITING_TIME

    @property
    def can_be_decided(self):
        """Moderators decide on confirmed words; what its writer withdrew or had erased stays away."""
        return bool(self.confirmed_at and self.comment) and self.state != self.State.WITHDRAWN

    @property
    def can_be_withdrawn(self):
        return self.state not in {self.State.WITHDRAWN, self.State.REMOVED}
