"""The article itself: one model for every kind, one phrase for every page that shows it."""

import math
import re

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.html import strip_tags
from taggit.managers import TaggableManager

from articles.films import embed_address, validate_film
from content.addresses import leave_redirect
from content.editing import Edited, EditedQuerySet
from content.models import GroupItem, Person, TopicItem
from content.pictures import PictureField
from content.richtext import RichTextField
from places.models import Place, Programme
from publications.models import Publication

WORDS_A_MINUTE = 220


@reversion.register()
class ArticleGroup(GroupItem):
    content_object = models.ForeignKey("Article", models.CASCADE)

    class Meta:
        verbose_name = "stakeholder group"
        constraints = [models.UniqueConstraint("content_object", "tag", name="article_group_once")]


@reversion.register()
class ArticleTopic(TopicItem):
    content_object = models.ForeignKey("Article", models.CASCADE)

    class Meta:
        verbose_name = "topic"
        constraints = [models.UniqueConstraint("content_object", "tag", name="article_topic_once")]


class ArticleQuerySet(EditedQuerySet):
    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.defer("body", "transcript").prefetch_related("groups", self._authorships())

    def for_page(self):
        """All that an article's own page shows, but for its links (see `articles.links`)."""
        perspectives = models.Prefetch(
            "perspectives", self.model.perspectives.rel.related_model.objects.select_related("group")
        )
        steps = self.model.seriesitems.rel.related_model.objects.filter(article=models.OuterRef("pk"))
        parts = self.prefetch_related("groups", self._authorships(), perspectives)
        return parts.annotate(in_series=models.Exists(steps))

    def highlights_first(self):
        """What editors arranged for the home page, in their order; then the newest."""
        last = models.Value(10_000)
        return self.order_by(Coalesce("highlight__order", last), "-published_at", "-pk")

    def newest_of_each_kind(self, slots):
        """The newest current articles, so many of each kind: {kind: number}; and all that are highlights."""
        current = self.current()
        highlights = self.model._meta.get_field("highlight").related_model.objects
        newest = models.Q(pk__in=current.filter(pk__in=highlights.values("article")).values("pk"))
        for kind, number in slots.items():
            newest |= models.Q(pk__in=current.filter(kind=kind).newest_first().values("pk")[:number])
        return self.model.objects.filter(newest)

    def _authorships(self):
        authorships = self.model.authorships.rel.related_model.objects
        return models.Prefetch("authorships", authorships.select_related("person", "organisation"))


@reversion.register(follow=["authorships", "perspectives", "articlegroup_set", "articletopic_set"])
class Article(Edited):
    """One piece, with a permanent address under its kind."""

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        INSIGHT = "insight", "Insight"
        LAST_WORD = "last-word", "Last word"
        VIDEO = "video", "Video"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEWS)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=150, unique=True)
    standfirst = models.TextField(max_length=300, help_text="One or two sentences, shown on cards.")
    body = RichTextField(blank=True)
    picture = PictureField(
        upload_to="articles/", blank=True, help_text="Without a picture the Hub draws one from the slug."
    )
    picture_size = models.JSONField(default=list, blank=True, editable=False, help_text="[width, height]")
    picture_widths = models.JSONField(default=list, blank=True, editable=False, help_text="Of its copies.")
    picture_alt = models.CharField(
        "what the picture shows",
        max_length=250,
        blank=True,
        help_text="For people who cannot see it. A picture cannot be published without this.",
    )
    picture_credit = models.CharField("picture credit", max_length=200, blank=True)
    video_url = models.URLField(
        "address of the film",
        max_length=300,
        blank=True,
        validators=[validate_film],
        help_text="On YouTube or Vimeo. Nothing is loaded from there until the reader presses play.",
    )
    transcript = RichTextField(blank=True, help_text="All that is said and shown. Every film needs one.")
    source_line = models.CharField(max_length=200, blank=True, help_text="For example “PSE Dec/Jan 16”.")
    source_url = models.URLField("source address", max_length=500, blank=True)
    credit = models.CharField(max_length=300, blank=True, help_text="For example “Based on content from …”.")
    authors = models.ManyToManyField(Person, through="Authorship", related_name="articles")
    day_known = models.BooleanField(
        default=True, help_text="Untick to show the month only: the source does not give the day."
    )
    programmes = models.ManyToManyField(Programme, blank=True, related_name="articles")
    places = models.ManyToManyField(Place, blank=True, related_name="articles")
    publications = models.ManyToManyField(Publication, blank=True, related_name="articles")
    groups = TaggableManager("stakeholder groups", through=ArticleGroup, blank=True, ordering=["order"])
    topics = TaggableManager("topics", through=ArticleTopic, blank=True)

    PARTS = ["authorships", "perspectives"]  # rows that editors change with the article

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        permissions = [("publish_article", "Can publish articles")]
        indexes = [  # a list of one kind is read in its order, and counted from it alone
            models.Index(
                fields=["kind", "-published_at", "-id", "withdrawn_at", "removed_at"], name="article_listed"
            )
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        """Save, and leave a redirect behind when a public address changed."""
        before = type(self).objects.ever_public().filter(pk=self.pk).only("kind", "slug").first()
        super().save(**kwargs)
        if before:
            leave_redirect(before.get_absolute_url(), self.get_absolute_url())

    def clean(self):
        """Refuse to publish only where the law or sense demands it. Drafts may be as they are."""
        super().clean()
        if self.published_at is None:
            return
        wrong = {}
        if self.picture and not self.picture_alt.strip():
            wrong["picture_alt"] = "Say what the picture shows, for people who cannot see it."
        if self.kind == self.Kind.VIDEO and not self.video_url:
            wrong["video_url"] = "Give the address of the film."
        if self.video_url and not strip_tags(self.transcript).strip():
            wrong["transcript"] = "Write a transcript, for people who cannot hear or see the film."
        if wrong:
            raise ValidationError(wrong)

    def get_absolute_url(self):
        return reverse("articles:detail", args=[self.kind, self.slug])

    @property
    def date_in_words(self):
        """5 March 2014, or March 2014 where the source does not give the day."""
        day = timezone.localtime(self.published_at)
        return dateformat.format(day, "j F Y" if self.day_known else "F Y")

    @property
    def minutes(self):
        """Return how many minutes the page takes to read, at least one; needs `for_page()`."""
        texts = [self.body, *(perspective.body for perspective in self.perspectives.all())]
        words = sum(len(re.findall(r"\w+", strip_tags(text))) for text in texts)
        return max(1, math.ceil(words / WORDS_A_MINUTE))

    @property
    def film(self):
        """Return the address that plays the film inside the page, or nothing."""
        return embed_address(self.video_url)
