"""Rows that point at one thing to read, whatever its kind."""

from django.db import models

from articles.models.article import Article
from places.models import Place
from publications.models import Publication


class PointerQuerySet(models.QuerySet):
    def with_content(self):
        """The rows in order with what each of them points at, published or not; without long texts."""
        texts = ["article__body", "article__transcript", "publication__body", "place__description"]
        return self.select_related("article", "publication", "place").defer(*texts)


class Pointer(models.Model):
    """Base of ordered rows: an article, a publication or a place each."""

    order = models.PositiveSmallIntegerField(default=0)
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="%(class)ss")

    objects = PointerQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False, publication=None, place=None)
                | models.Q(article=None, publication__isnull=False, place=None)
                | models.Q(article=None, publication=None, place__isnull=False),
                name="%(class)s_one_thing",
                violation_error_message="Choose one thing a row: an article, a publication or a place.",
            )
        ]

    def __str__(self):
        return str(self.content)

    @property
    def content(self):
        """The article, publication or place that it points at."""
        return self.article or self.publication or self.place

    @property
    def kind(self):
        """What that is, in a word: “Insight”, “Guide”, “Place”."""
        for item, name in [(self.article, "kind"), (self.publication, "type")]:
            if item:
                return getattr(item, f"get_{name}_display")()
        return "Place"

    @property
    def note(self):
        """What a reader gets from it, in a sentence or two."""
        texts = [getattr(self.content, name, "") for name in ("standfirst", "summary", "abstract")]
        return next(filter(None, texts), "")
