"""Somebody needs a publication in another format: a ticket with a day by which it is answered."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from publications.models.file import File

WORKING_DAYS = 15


def due_day(received):
    """Return the day, 15 working days on (bank holidays are not known here), by which to answer."""
    day, left = received, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def due_from_today():
    return due_day(timezone.localdate())


class FormatRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_on=None)

    def overdue(self):
        return self.open().filter(due_on__lt=timezone.localdate())


class FormatRequest(models.Model):
    """What is needed, of which file, for whom, by when."""

    class Format(models.TextChoices):
        TAGGED = "tagged", "A PDF that works with a screen reader"
        WORD = "word", "A Word document"
        LARGE = "large", "Large print"
        BRAILLE = "braille", "Braille"
        AUDIO = "audio", "Audio"
        EASY = "easy", "Easy Read"
        OTHER = "other", "Something else"

    file = models.ForeignKey(File, models.CASCADE, related_name="format_requests", editable=False)
    format = models.CharField("format wanted", max_length=10, choices=Format)
    message = models.TextField(blank=True)
    email = models.EmailField("e-mail", blank=True)
    origin = models.CharField(max_length=32, blank=True, editable=False, help_text="Keyed hash, for limits.")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField("answer by", default=due_from_today, editable=False)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField("what was done", blank=True)

    objects = FormatRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index("origin", "received_at", name="format_request_origin")]

    def __str__(self):
        return f"{self.get_format_display()} of {self.file}"
