"""What a desk needs to know of content: who waits for whom, why it was withdrawn, what was corrected."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.publishing import Publishable, PublishableQuerySet


class EditedQuerySet(PublishableQuerySet):
    """Phrases for the desk. Nothing public starts from them."""

    def ready(self):
        """Drafts that wait for somebody who may publish."""
        return self.drafts().filter(ready_at__isnull=False)

    def due_for_review(self):
        """What readers see and its owner promised to look at by today."""
        return self.published().filter(review_by__lte=timezone.localdate())


class Edited(Publishable):
    """Base of content that people write, check, correct and withdraw."""

    ready_at = models.DateTimeField("ready for review since", null=True, blank=True, editable=False)
    withdrawn_because = models.CharField(
        "why it is withdrawn", max_length=300, blank=True, help_text="One sentence. Readers see it."
    )
    replaced_by = models.CharField(
        "what replaces it", max_length=300, blank=True, help_text="An address: /insight/a-newer-piece/."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who keeps it right. Reminders go to them.",
    )
    review_by = models.DateField(null=True, blank=True, help_text="Look at it again by this day.")
    reminded_for = models.DateField(null=True, blank=True, editable=False)
    change_notes = models.JSONField(
        default=list, blank=True, editable=False, help_text="What readers were told: [{on, text}, …]."
    )

    objects = EditedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def state(self):
        """As for everything publishable, and “ready” for a draft that waits for review."""
        state = super().state
        return "ready" if state == "draft" and self.ready_at else state

    def send_for_review(self):
        self.ready_at = timezone.now()
        self.save(update_fields=["ready_at"])

    def back_to_draft(self):
        self.ready_at = None
        self.save(update_fields=["ready_at"])

    def publish(self):
        """Show it to readers from now on; a date that has passed is kept."""
        now = timezone.now()
        self.published_at = min(self.published_at or now, now)
        self.ready_at = self.withdrawn_at = self.removed_at = None
        self.withdrawn_because = self.replaced_by = ""
        self.save()

    def withdraw(self, because, replaced_by=""):
        """Keep the page under a banner that says why, and take it out of every list."""
        self.withdrawn_at = timezone.now()
        self.withdrawn_because, self.replaced_by = because, replaced_by
        self.save()

    def remove(self):
        """Answer “410 Gone” from now on. The row stays."""
        self.removed_at = timezone.now()
        self.save()

    def tell_readers(self, text):
        """Note a change at the foot of the page, newest first."""
        note = {"on": timezone.localdate().isoformat(), "text": text}
        self.change_notes = [note, *self.change_notes]
        self.save(update_fields=["change_notes"])
