"""What readers and contacts write about a project: kept for staff until it is dealt with."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from places.models.project import Project

KEEP_FOR = timedelta(days=180)


class MessageQuerySet(models.QuerySet):
    def recent_from(self, sender):
        """Messages of the last hour from one keyed address."""
        return self.filter(sender=sender, sent_at__gte=timezone.now() - timedelta(hours=1))

    def past_limits(self):
        """Messages whose sender no limit asks for any more."""
        return self.filter(sent_at__lt=timezone.now() - timedelta(days=1)).exclude(sender="")

    def outdated(self):
        """Messages that have been kept for long enough."""
        return self.filter(sent_at__lt=timezone.now() - KEEP_FOR)


class Message(models.Model):
    """A question for the people of a project, or word that its record needs a change."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Question for the project"
        CHANGE = "change", "The record needs a change"

    project = models.ForeignKey(Project, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    text = models.TextField()
    sender = models.CharField(max_length=32, blank=True, editable=False)  # a keyed hash, for limits only
    sent_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    done = models.BooleanField("dealt with", default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.project}"
