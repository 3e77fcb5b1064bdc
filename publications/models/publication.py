"""A publication: what it is, what it is about, who published it."""

from urllib.parse import urlsplit

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from taggit.managers import TaggableManager

from content.dates import PartialDateField
from content.editing import Edited, EditedQuerySet
from content.models import GroupItem, Organisation, TopicItem
from content.richtext import RichTextField
from places.models import Event, Place, Programme, Project

COVERS = {
    "evaluation": "c-mist",
    "guide": "c-deep",
    "toolkit": "c-deep",
    "case-study": "c-thread",
    "briefing": "c-sea",
}


class PublicationGroup(GroupItem):
    content_object = models.ForeignKey("Publication", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="publication_group_once")]


class PublicationTopic(TopicItem):
    content_object = models.ForeignKey("Publication", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="publication_topic_once")]


class PublicationQuerySet(EditedQuerySet):
    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.select_related("publisher").prefetch_related(
            "groups", "creators__person", "creators__organisation"
        )

    def for_page(self):
        """All that the page of one shows, in a fixed number of queries."""
        creators = self.model._meta.get_field("creators").related_model.objects
        files = self.model._meta.get_field("files").related_model.objects
        return self.select_related("publisher").prefetch_related(
            Prefetch("creators", creators.select_related("person", "organisation")),
            Prefetch("files", files.current()),
        )

    def newest_first(self):
        return self.order_by("-issued", "title", "pk")

    def for_the_shelf(self):
        """The newest that anyone might pick up: no journal articles, no literature reviews."""
        return self.exclude(type__in=[Publication.Type.ARTICLE, Publication.Type.REVIEW]).newest_first()


class Publication(Edited):
    """A guide, evaluation, report or case study. Field names follow Dublin Core where it has one."""

    class Type(models.TextChoices):
        EVALUATION = "evaluation", "Evaluation"
        GUIDE = "guide", "Guide"
        REPORT = "report", "Research report"
        CASE_STUDY = "case-study", "Case study"
        BRIEFING = "briefing", "Briefing"
        REVIEW = "review", "Literature review"
        TOOLKIT = "toolkit", "Toolkit"
        ARTICLE = "article", "Journal article"

    class Licence(models.TextChoices):
        OGL = "ogl-3.0", "Open Government Licence 3.0"
        CC_BY = "cc-by-4.0", "Creative Commons Attribution 4.0"
        CC0 = "cc0", "Creative Commons Zero"
        RESERVED = "reserved", "All rights reserved"
        UNKNOWN = "unknown", "Not known"

    title = models.CharField(max_length=300)
    subtitle = models.CharField(max_length=300, blank=True)
    slug = models.SlugField(max_length=150)
    type = models.CharField(max_length=10, choices=Type)
    abstract = models.TextField(blank=True)
    body = RichTextField("text as a web page", blank=True)
    publisher = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="publications"
    )
    co_publishers = models.ManyToManyField(Organisation, blank=True, related_name="publications_shared")
    issued = PartialDateField("date issued")
    series = models.CharField(max_length=200, blank=True)
    number = models.CharField("number in the series", max_length=50, blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="superseded_by",
        help_text="What it replaces.",
    )
    doi = models.CharField(
        "DOI", max_length=100, blank=True, validators=[RegexValidator(r"^10\.\d{4,}/\S+$")]
    )
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=[("en", "English"), ("cy", "Welsh")], default="en")
    licence = models.CharField(max_length=10, choices=Licence, default=Licence.UNKNOWN)
    pages = models.PositiveIntegerField(null=True, blank=True)
    cite_as = models.CharField(
        max_length=1000, blank=True, help_text="Only if its makers ask to be cited in other words than ours."
    )
    landing_url = models.URLField("publisher’s page", max_length=500, blank=True)
    programmes = models.ManyToManyField(Programme, blank=True, related_name="publications")
    places = models.ManyToManyField(Place, blank=True, related_name="publications")
    projects = models.ManyToManyField(Project, blank=True, related_name="publications")
    events = models.ManyToManyField(
        Event, "publications", blank=True, verbose_name="launched at", help_text="Events it was launched at."
    )
    groups = TaggableManager("stakeholder groups", through=PublicationGroup, blank=True)
    topics = TaggableManager("topics", through=PublicationTopic, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("publications:detail", args=[self.pk, self.slug])

    @property
    def weave(self):
        """The name of its drawing, the same for ever; one of 128, so that lists need not draw anew."""
        return f"cover-{self.pk % 128}"

    @property
    def cover_class(self):
        """The colour of the drawn cover, by type."""
        return COVERS.get(self.type, "c-paper")

    @property
    def year(self):
        return self.issued[:4]

    @property
    def main_file(self):
        """The newest version of the main file, or None. After `for_page()` it costs no query."""
        return next((file for file in self.files.all() if file.is_main and not file.replaced_on), None)

    def get_cover_url(self):
        return reverse("publications:cover", args=[self.pk, self.slug])

    @property
    def host_of_landing(self):
        """Where the publisher’s page is, for readers: “www.kingsfund.org.uk”."""
        return urlsplit(self.landing_url).hostname or ""
