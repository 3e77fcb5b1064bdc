"""Programmes of leadership work, such as Local Vision."""

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from taggit.managers import TaggableManager

from content.dates import PartialDateField
from content.models import GroupItem, Organisation, Source, TopicItem
from content.naming import Named
from content.publishing import Publishable, PublishableQuerySet
from content.richtext import RichTextField
from places.lines import AddressLinesField, lines_of


class ProgrammeGroup(GroupItem):
    content_object = models.ForeignKey("Programme", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="programme_group_once")]


class ProgrammeTopic(TopicItem):
    content_object = models.ForeignKey("Programme", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="programme_topic_once")]


class ProgrammeQuerySet(PublishableQuerySet):
    def with_place_counts(self):
        """Annotate `place_count`: how many places have a project of the programme that is shown."""
        projects = self.model._meta.get_field("projects").related_model.objects.shown()
        each = projects.filter(programme=models.OuterRef("pk")).order_by().values("programme")
        counted = each.annotate(n=models.Count("pk")).values("n")
        return self.annotate(place_count=Coalesce(models.Subquery(counted), 0))

    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.select_related("lead_organisation").prefetch_related("groups")


class Programme(Named, Publishable):
    """A programme of leadership work, such as Local Vision."""

    class Mark(models.TextChoices):
        LOCAL_VISION = "lv", "ring and dot"
        LEADERSHIP_FOR_CHANGE = "lc", "half-filled ring"
        INTEGRATION_PIONEERS = "ip", "quartered ring"

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=100)
    mark = models.CharField(max_length=2, choices=Mark, blank=True, help_text="Without one: a plain ring.")
    summary = models.TextField(help_text="One or two sentences, shown on cards.")
    description = RichTextField("what and why", blank=True)
    start = PartialDateField()
    end = PartialDateField()
    lead_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="programmes_led"
    )
    sponsors = models.ManyToManyField(Organisation, blank=True, related_name="programmes_sponsored")
    scale = models.TextField(blank=True)
    funding = models.TextField(blank=True)
    evaluation = models.TextField(blank=True, help_text="Who evaluated it and when.")
    links = AddressLinesField(blank=True)
    groups = TaggableManager("stakeholder groups", through=ProgrammeGroup, blank=True)
    topics = TaggableManager("topics", through=ProgrammeTopic, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("places:programme", args=[self.slug])

    @property
    def mark_class(self):
        """The CSS class that carries the programme's colour."""
        return self.mark or "op"

    @property
    def link_lines(self):
        return lines_of(self.links)


class ProgrammeSource(Source):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sources")
