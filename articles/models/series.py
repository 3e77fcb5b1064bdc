"""Series: things to read one after the other, whatever their kind."""

import reversion
from django.db import models
from django.urls import reverse

from articles.models.pointer import Pointer
from content.publishing import Publishable, PublishableQuerySet


class SeriesQuerySet(PublishableQuerySet):
    def for_page(self):
        """The series with its items in order and what each of them is, published or not."""
        return self.prefetch_related(models.Prefetch("items", SeriesItem.objects.with_content()))


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
class SeriesItem(Pointer):
    """One step of a series."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="items")

    class Meta(Pointer.Meta):
        verbose_name = "step"
        ordering = ["order", "pk"]
