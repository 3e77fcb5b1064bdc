"""What a desk needs to know of content: who waits for whom, why it was withdrawn, what was corrected."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.http import QueryDict
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
        "what replaces it",
        max_length=300,
        blank=True,
        validators=[
            RegexValidator(r"^(/(?!/)|https?://)", "Write an address: /insight/a-newer-piece/ or https://…")
        ],
        help_text="An address: /insight/a-newer-piece/.",
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

    def add_change_note(self, text):
        """Note a change at the foot of the page, newest first."""
        note = {"on": timezone.localdate().isoformat(), "text": text}
        self.change_notes = [note, *self.change_notes]
        self.save(update_fields=["change_notes"])


class KeptEditQuerySet(models.QuerySet):
    def of(self, item):
        """The edits kept for one item: none or one."""
        return self.filter(content_type=ContentType.objects.get_for_model(item), object_id=item.pk)


class KeptEdit(models.Model):
    """Edits to something that readers see already: the form as it was typed, to publish later or drop."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    form = models.JSONField(help_text="The values of every field, by name.")
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField(auto_now=True)

    objects = KeptEditQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="kept_edit_once")]

    def __str__(self):
        return f"Edits kept on {self.kept_at:%d %B %Y}"

    def data(self):
        """Return the form as it was sent."""
        return as_query(self.form)


def as_lists(query):
    """Return the fields of a submitted form as {name: [values]}, without its buttons and tokens."""
    return {
        name: values
        for name, values in query.lists()
        if name not in {"csrfmiddlewaretoken", "rescued"} and not name.startswith("_")
    }


def as_query(lists):
    """Return {name: [values]} as a submitted form."""
    query = QueryDict(mutable=True)
    for name, values in lists.items():
        query.setlist(name, values)
    return query
