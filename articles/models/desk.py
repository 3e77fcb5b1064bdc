"""Rows that only the desk writes: what readers are shown first, and the links that articles hold."""

from django.db import models

from articles.models.article import Article
from articles.models.pointer import Pointer
from content.caching import forget_cached_pages
from content.models import StakeholderGroup


class Shown(models.Model):
    """Base of rows that change what pages show."""

    class Meta:
        abstract = True

    def save(self, **kwargs):
        super().save(**kwargs)
        forget_cached_pages()

    def delete(self, **kwargs):
        forget_cached_pages()
        return super().delete(**kwargs)


class Highlight(Shown):
    """One place on the home page, in order. The first is the lead story."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="highlight")
    order = models.PositiveSmallIntegerField(default=1, help_text="1 is the lead story.")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "highlight of the home page"
        verbose_name_plural = "highlights of the home page"

    def __str__(self):
        return str(self.article)


class ReadFirst(Shown, Pointer):  # noqa: DJ008 (its base has it)
    """What editors would have a stakeholder group read first, in order."""

    group = models.ForeignKey(StakeholderGroup, models.CASCADE, related_name="read_first")

    class Meta(Pointer.Meta):
        ordering = ["group__order", "order", "pk"]
        verbose_name = "what to read first"
        verbose_name_plural = "what to read first"


class ArticleLink(Shown):
    """A link in an article's text, found on save and looked at by `check_links`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="links")
    url = models.CharField("address", max_length=2000)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=200, blank=True, editable=False)
    archive_url = models.URLField(
        "archived copy",
        max_length=2000,
        blank=True,
        help_text="When the page is gone: a copy in a web archive. The article then links to it.",
    )

    class Meta:
        ordering = ["article", "pk"]
        verbose_name = "link"
        constraints = [models.UniqueConstraint("article", "url", name="article_link_once")]

    def __str__(self):
        return self.url
