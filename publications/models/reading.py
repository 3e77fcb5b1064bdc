"""How often a publication is read: figures for a day, and nothing about readers."""

from django.db import models

from publications.models.publication import Publication


class DailyCount(models.Model):
    """Views of a publication's page and downloads of its files on one day."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="daily_counts")
    day = models.DateField(db_index=True)
    views = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "publication"]
        constraints = [models.UniqueConstraint("publication", "day", name="daily_count_once")]

    def __str__(self):
        return f"{self.publication}, {self.day}"
