"""The repository: publications, who made them, what they are about."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from taggit.managers import TaggableManager

from content.dates import PartialDateField
from content.models import GroupItem, Organisation, Person, Source, TopicItem
from content.publishing import Publishable, PublishableQuerySet
from content.richtext import RichTextField
from places.models import Place, Programme, Project

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


class PublicationQuerySet(PublishableQuerySet):
    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.select_related("publisher").prefetch_related(
            "groups", "creators__person", "creators__organisation"
        )

    def newest_first(self):
        return self.order_by("-issued", "title", "pk")

    def for_the_shelf(self):
        """The newest that anyone might pick up: no journal articles, no literature reviews."""
        return self.exclude(type__in=[Publication.Type.ARTICLE, Publication.Type.REVIEW]).newest_first()


class Publication(Publishable):
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
    doi = models.CharField(
        "DOI", max_length=100, blank=True, validators=[RegexValidator(r"^10\.\d{4,}/\S+$")]
    )
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=[("en", "English"), ("cy", "Welsh")], default="en")
    licence = models.CharField(max_length=10, choices=Licence, default=Licence.UNKNOWN)
    pages = models.PositiveIntegerField(null=True, blank=True)
    landing_url = models.URLField("publisher’s page", max_length=500, blank=True)
    programmes = models.ManyToManyField(Programme, blank=True, related_name="publications")
    places = models.ManyToManyField(Place, blank=True, related_name="publications")
    projects = models.ManyToManyField(Project, blank=True, related_name="publications")
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
    def cover_class(self):
        """The colour of the drawn cover, by type."""
        return COVERS.get(self.type, "c-paper")

    @property
    def year(self):
        return self.issued[:4]


class Creator(models.Model):
    """One author of a publication: a person or a body, in the order of the title page."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="creators")
    order = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="creations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="creations"
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(organisation=None),
                name="creator_person_or_organisation",
                violation_error_message="Choose a person or an organisation, not both.",
            )
        ]

    def __str__(self):
        return str(self.person or self.organisation)


class PublicationSource(Source):
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="sources")
