"""How often something happened lately, for limits that hold exactly in any number of processes."""

from math import ceil

from django.db import models, transaction
from django.utils import timezone


class Tally(models.Model):
    """The latest moments of one thing for one key, which is a keyed hash. Its row is the lock."""

    key = models.CharField(max_length=60, unique=True)
    moments = models.JSONField(default=list)  # seconds since 1970
    last_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return f"{len(self.moments)} until {self.last_at:%Y-%m-%d %H:%M}"

    @classmethod
    @transaction.atomic
    def count(cls, key, most, period):
        """Count one more and return 0; with `most` in the period already, return the seconds to wait."""
        now = timezone.now()
        row, _ = cls.objects.select_for_update().get_or_create(key=key)
        recent = [moment for moment in row.moments if moment > (now - period).timestamp()]
        if len(recent) >= most:
            return max(1, ceil(recent[-most] + period.total_seconds() - now.timestamp()))
        row.moments, row.last_at = [*recent, now.timestamp()], now
        row.save()
        return 0

    @classmethod
    @transaction.atomic
    def take_back(cls, key):
        """Let the latest one not count."""
        row = cls.objects.select_for_update().filter(key=key).first()
        if row:
            row.moments = row.moments[:-1]
            row.save()
