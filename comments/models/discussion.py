"""The thread under one page: what it hangs on, and whether it is open."""

from datetime import timedelta
from operator import or_

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from content.caching import forget_cached_pages


class DiscussionQuerySet(models.QuerySet):
    def public(self):
        """The threads of pages that anyone may read, and that staff have not switched off."""
        return self._of_pages(lambda pages: pages.published())

    def current(self):
        """The threads, of these, of pages that lists offer."""
        return self._of_pages(lambda pages: pages.current())

    def _of_pages(self, phrase):
        of_pages = models.Q(pk__in=[])
        for kind, usual in settings.COMMENT_KINDS.items():
            pages = phrase(apps.get_model(kind)._default_manager.all())
            of_kind = models.Q(models.Exists(pages.filter(pk=models.OuterRef("object_id"))), kind=kind)
            if not usual:
                of_kind &= ~models.Q(switch=Discussion.Switch.USUAL)
            of_pages = or_(of_pages, of_kind)
        return self.filter(of_pages).exclude(switch=Discussion.Switch.OFF)


class Discussion(models.Model):
    """One row a page, made with its first comment or by staff who open or close it."""

    class Switch(models.TextChoices):
        USUAL = "", "As usual for this kind of page"
        OPEN = "open", "Open, also after the usual time"
        CLOSED = "closed", "Closed: comments stay, the box goes"
        OFF = "off", "Off: neither comments nor box"

    kind = models.CharField(max_length=60, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    switch = models.CharField("comments are", max_length=6, choices=Switch, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = "thread"
        constraints = [models.UniqueConstraint("kind", "object_id", name="discussion_once_a_page")]

    def __str__(self):
        return str(self.item) if self.item else f"{self.kind} {self.object_id} (gone)"

    def save(self, **kwargs):
        super().save(**kwargs)
        forget_cached_pages()

    def get_absolute_url(self):
        return f"{self.item.get_absolute_url()}#comments"

    @classmethod
    def about(cls, item):
        """Return the thread of a page: the stored row, or a fresh one that is not saved."""
        key = {"kind": item._meta.label_lower, "object_id": item.pk}
        discussion = cls.objects.filter(**key).first() or cls(**key)
        discussion.item = item
        return discussion

    @classmethod
    def public_or_404(cls, kind, object_id):
        """Return the thread of a page that anyone may read and where comments are shown, or raise Http404."""
        if kind in settings.COMMENT_KINDS:
            item = apps.get_model(kind)._default_manager.published().filter(pk=object_id).first()
            if item and (discussion := cls.about(item)).is_shown:
                return discussion
        raise Http404

    @staticmethod
    def fetch_items(discussions):
        """Fetch the pages of many threads, in one query a kind."""
        for kind in {discussion.kind for discussion in discussions}:
            of_kind = [discussion for discussion in discussions if discussion.kind == kind]
            items = apps.get_model(kind)._default_manager.in_bulk({thread.object_id for thread in of_kind})
            for discussion in of_kind:
                discussion.item = items.get(discussion.object_id)

    @cached_property
    def item(self):
        """The page it hangs on, whatever its state, or None when the row is gone."""
        return apps.get_model(self.kind)._default_manager.filter(pk=self.object_id).first()

    @property
    def content_type(self):
        return ContentType.objects.get_for_model(apps.get_model(self.kind))

    @property
    def is_shown(self):
        usual = settings.COMMENT_KINDS.get(self.kind, False)
        return self.switch != self.Switch.OFF and (usual or self.switch != self.Switch.USUAL)

    @property
    def closed_because(self):
        """Return the sentence that tells readers why they cannot comment now, or "" when they can."""
        if not settings.COMMENTS_OPEN:
            return "Comments are closed across the Hub for the moment. You can still read what has been said."
        if self.item.state != "live" or self.switch == self.Switch.CLOSED:
            return "Comments on this page are closed. Thank you to everybody who took part."
        if self.is_old(self.item) and self.switch != self.Switch.OPEN:
            days = settings.COMMENTS_CLOSE_AFTER_DAYS
            return f"Comments close {days} days after we publish. Thank you to everybody who took part."
        return ""

    @staticmethod
    def is_old(item):
        """Say whether a page was published so long ago that its comments close by themselves."""
        days = settings.COMMENTS_CLOSE_AFTER_DAYS
        return bool(days) and item.published_at < timezone.now() - timedelta(days=days)

    def address(self, name):
        """Return the URL of one of the thread's own pages: write, stamp, follow, feed."""
        return reverse(f"comments:{name}", args=[self.kind, self.object_id])
