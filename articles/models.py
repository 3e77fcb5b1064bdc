"""News, insight, last words and films, with the case they make to each stakeholder group."""

from django.db import models
from django.urls import reverse
from django.utils import dateformat, timezone
from taggit.managers import TaggableManager

from content.models import GroupItem, Person, StakeholderGroup, TopicItem
from content.publishing import Publishable, PublishableQuerySet
from content.richtext import RichTextField
from places.models import Place, Programme
from publications.models import Publication


class ArticleGroup(GroupItem):
    content_object = models.ForeignKey("Article", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="article_group_once")]


class ArticleTopic(TopicItem):
    content_object = models.ForeignKey("Article", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="article_topic_once")]


class ArticleQuerySet(PublishableQuerySet):
    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.defer("body").prefetch_related("groups", "authorships__person")

    def for_page(self):
        """All that an article's own page shows."""
        return self.prefetch_related(
            "groups", "topics", "authorships__person", "perspectives__group", "programmes", "places"
        )

    def newest_of_each_kind(self, slots):
        """The newest current articles, so many of each kind: {kind: number}."""
        newest = models.Q()
        for kind, number in slots.items():
            ids = self.current().filter(kind=kind).newest_first().values("pk")[:number]
            newest |= models.Q(pk__in=ids)
        return self.filter(newest).newest_first()


class Article(Publishable):
    """One piece, with a permanent address under its kind."""

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        INSIGHT = "insight", "Insight"
        LAST_WORD = "last-word", "Last word"
        VIDEO = "video", "Video"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEWS, db_index=True)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=150, unique=True)
    standfirst = models.TextField(max_length=300, help_text="One or two sentences, shown on cards.")
    body = RichTextField()
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
    groups = TaggableManager("stakeholder groups", through=ArticleGroup, blank=True)
    topics = TaggableManager("topics", through=ArticleTopic, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("articles:detail", args=[self.kind, self.slug])

    @property
    def date_in_words(self):
        """5 March 2014, or March 2014 where the source does not give the day."""
        day = timezone.localtime(self.published_at)
        return dateformat.format(day, "j F Y" if self.day_known else "F Y")


class Authorship(models.Model):
    """Who wrote a piece, in order, with the role they had at the time."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="authorships")
    order = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorships")
    role = models.CharField("role at the time", max_length=200, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint("article", "person", name="authorship_once")]

    def __str__(self):
        return str(self.person)


class PerspectiveQuerySet(models.QuerySet):
    def for_group(self, group):
        """The case made to one group in current articles, newest first."""
        articles = Article.objects.current()
        return (
            self.filter(group=group, article__in=articles)
            .select_related("article")
            .order_by("-article__published_at")
        )


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
