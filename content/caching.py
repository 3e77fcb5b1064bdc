"""When a cached page stops being good: every public change moves one number on.

The number is a row that every process and machine can see. A page made under an older number is
forgotten. Nothing else in the project invalidates anything.
"""

from django.db import models, transaction


class Generation(models.Model):
    """The one row that says which generation of pages is good."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "content"

    def __str__(self):
        return str(self.number)


def current_generation():
    """Return the number of the generation that cached pages must have been made under."""
    return Generation.objects.values_list("number", flat=True).filter(pk=1).first() or 0


def forget_cached_pages():
    """Once the running transaction has committed, make every cached page stale, everywhere."""
    transaction.on_commit(_next_generation, robust=True)


def _next_generation():
    if not Generation.objects.filter(pk=1).update(number=models.F("number") + 1):
        Generation.objects.bulk_create([Generation(pk=1, number=1)], ignore_conflicts=True)
