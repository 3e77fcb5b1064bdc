"""What moderators work with: reasons, block lists, reports, and the record of who did what."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


class DeclineReason(models.Model):
    """Why a comment was not shown, in words that its writer may read."""

    title = models.CharField(max_length=80, help_text="Short, for moderators: “Personal details”.")
    text = models.TextField(help_text="For the writer: one or two plain sentences.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self):
        return self.title


class BlockedSender(models.Model):
    """An e-mail address, or a domain with all its subdomains, that may not comment or be mailed."""

    value = models.CharField(
        "address or domain",
        max_length=254,
        unique=True,
        help_text="“person@example.org”, or “example.org” for everybody there and at its subdomains.",
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["value"]

    def __str__(self):
        return self.value

    def save(self, **kwargs):
        self.clean()
        super().save(**kwargs)

    def clean(self):
        self.value = self.value.strip().lower().removeprefix("@").rstrip(".")
        if "." not in self.value or " " in self.value:
            raise ValidationError(
                {"value": "Write an address like a@example.org or a domain like example.org."}
            )

    @classmethod
    def blocks(cls, email):
        """Tell whether an address, its domain or any domain above that is on the list."""
        address = email.strip().lower()
        labels = address.rpartition("@")[2].rstrip(".").split(".")
        domains = [".".join(labels[start:]) for start in range(len(labels))]
        return cls.objects.filter(value__in=[address, *domains]).exists()


class BlockedWord(models.Model):
    """A word or phrase that holds a comment for a moderator, whatever its letter case."""

    text = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["text"]

    def __str__(self):
        return self.text


class Report(models.Model):
    """A reader says that a comment should not be there. One a reader's address and comment."""

    class Reason(models.TextChoices):
        ABUSE = "abuse", "It is abusive or attacks somebody"
        PRIVATE = "private", "It gives away something private"
        SPAM = "spam", "It is advertising or spam"
        FALSE = "false", "It is false and could do harm"
        OTHER = "other", "Something else"

    comment = models.ForeignKey("HubComment", models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.TextField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    address_key = models.CharField(max_length=32, null=True, editable=False, db_index=True)  # noqa: DJ001

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint("comment", "address_key", name="report_once_an_address")]

    def __str__(self):
        return self.get_reason_display()


class ModerationRecord(models.Model):
    """Who did what to a comment or a thread, and when. Rows are only ever added."""

    comment = models.ForeignKey("HubComment", models.CASCADE, null=True, related_name="records")
    discussion = models.ForeignKey("Discussion", models.CASCADE, null=True, related_name="records")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    did = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "comment", condition=models.Q(did="confirmed"), name="comment_confirmed_once"
            )
        ]

    def __str__(self):
        who = self.by or "the writer or the site"
        return f"{self.did} by {who}" + (f": {self.note}" if self.note else "")
