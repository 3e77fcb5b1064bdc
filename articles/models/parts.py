"""The parts of an article that are rows of their own."""

import reversion
from django.db import models

from articles.models.article import Article
from content.models import Organisation, Person, StakeholderGroup
from content.richtext import RichTextField


@reversion.register()
class Authorship(models.Model):
    """Who wrote a piece, in order, with the role they had at the time."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="authorships")
    order = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorships")
    role = models.CharField("role at the time", max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="authorships",
        verbose_name="organisation at the time",
    )

    class Meta:
        verbose_name = "author"
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint("article", "person", name="authorship_once")]

    def __str__(self):
        return str(self.person)


class PerspectiveQuerySet(models.QuerySet):
    def for_group(self, group, number):
        """The case made to one group in the newest current articles, so many of them, newest first."""
        case = Perspective.objects.filter(group=group, article=models.OuterRef("pk"))
        newest = Article.objects.current().filter(models.Exists(case)).newest_first()
        cases = self.filter(group=group, article__in=newest.values("pk")[:number])
        return cases.select_related("article").order_by("-article__published_at", "-article")


@reversion.register()
class Perspective(models.Model):
    """The case an article makes to one stakeholder group."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="perspectives")
    group = models.ForeignKey(StakeholderGroup, models.PROTECT, related_name="perspectives")
    heading = models.CharField(max_length=150, help_text="Takes a stance: “Your calendar is your strategy”.")
    body = RichTextField()

    objects = PerspectiveQuerySet.as_manager()

    class Meta:
        ordering = ["group__order"]
        constraints = [models.UniqueConstraint("article", "group", name="perspective_group_once")]

    def __str__(self):
        return f"{self.group}: {self.heading}"
