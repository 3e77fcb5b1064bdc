"""Series: things to read one after the other, whatever their kind."""

import reversion
from django.db import models
from django.urls import reverse

from articles.models.article import Article
from content.publishing import Publishable, PublishableQuerySet
from places.models import Place
from publications.models import Publication


class SeriesQuerySet(PublishableQuerySet):
    def for_page(self):
        """The series with its items in order and what each of them is, published or not."""
        return self.prefetch_related(
            models.Prefetch("items", SeriesItem.objects.select_related("article", "publication", "place"))
        )


@reversion.register(follow=["items"])
class Series(Publishable):
    """An ordered collection that mixes articles, publications and places."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=150, unique=True)
    summary = models.TextField(max_length=300, help_text="What a reader gets from start to end.")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "series"
        permissions = [("publish_series", "Can publish series")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("articles:series", args=[self.slug])

    def public_items(self):
        """Return the items that readers may see, in order."""
        return [item for item in self.items.all() if item.content.state == "live"]


@reversion.register()
class SeriesItem(models.Model):
    """One step of a series: an article, a publication or a place."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="series_items")
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, blank=True, related_name="series_items"
    )
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="series_items")

    class Meta:
        verbose_name = "step"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False, publication=None, place=None)
                | models.Q(article=None, publication__isnull=False, place=None)
                | models.Q(article=None, publication=None, place__isnull=False),
                name="series_item_one_thing",
                violation_error_message="Choose one thing a step: an article, a publication or a place.",
            )
        ]

    def __str__(self):
        return str(self.content)

    @property
    def content(self):
        """The article, publication or place of this step."""
        return self.article or self.publication or self.place

    @property
    def note(self):
        """What a reader gets from this step, in a sentence or two."""
        texts = [getattr(self.content, name, "") for name in ("standfirst", "summary", "abstract")]
        return next(filter(None, texts), "")
