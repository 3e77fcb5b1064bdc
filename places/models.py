"""The record of place-based work: programmes, places, and the project each place ran."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from taggit.managers import TaggableManager

from content.dates import PartialDateField
from content.models import GroupItem, Organisation, Person, Source, TopicItem
from content.publishing import Publishable, PublishableQuerySet
from content.richtext import RichTextField


class ProgrammeGroup(GroupItem):
    content_object = models.ForeignKey("Programme", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="programme_group_once")]


class ProgrammeTopic(TopicItem):
    content_object = models.ForeignKey("Programme", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="programme_topic_once")]


class ProgrammeQuerySet(PublishableQuerySet):
    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.select_related("lead_organisation").prefetch_related("groups")

    def with_place_counts(self):
        """Annotate `place_count`: how many places have a current project of the programme."""
        current = Project.objects.current().filter(programme=models.OuterRef("pk")).order_by()
        counted = current.values("programme").annotate(n=models.Count("place", distinct=True)).values("n")
        return self.annotate(place_count=Coalesce(models.Subquery(counted), 0))


class Programme(Publishable):
    """A programme of leadership work, such as Local Vision."""

    class Mark(models.TextChoices):
        LOCAL_VISION = "lv", "ring and dot"
        LEADERSHIP_FOR_CHANGE = "lc", "half-filled ring"
        INTEGRATION_PIONEERS = "ip", "quartered ring"

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=100)
    mark = models.CharField(max_length=2, choices=Mark, blank=True)
    summary = models.TextField(help_text="One or two sentences, shown on cards.")
    description = RichTextField(blank=True)
    start = PartialDateField()
    end = PartialDateField()
    lead_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="programmes_led"
    )
    sponsors = models.ManyToManyField(Organisation, blank=True, related_name="programmes_sponsored")
    scale = models.TextField(blank=True)
    funding = models.TextField(blank=True)
    groups = TaggableManager("stakeholder groups", through=ProgrammeGroup, blank=True)
    topics = TaggableManager("topics", through=ProgrammeTopic, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("places:programme", args=[self.slug])


class ProgrammeSource(Source):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sources")


class PlaceGroup(GroupItem):
    content_object = models.ForeignKey("Place", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="place_group_once")]


class PlaceTopic(TopicItem):
    content_object = models.ForeignKey("Place", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="place_topic_once")]


class PlaceQuerySet(PublishableQuerySet):
    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.select_related("parent").prefetch_related("groups", "projects__programme")


class Place(Publishable):
    """An area in England, keyed by its ONS (GSS) code where it has one."""

    class Kind(models.TextChoices):
        REGION = "region", "region"
        COUNTY = "county", "county or city region"
        COUNCIL_AREA = "council", "council area"
        HEALTH_AREA = "health", "health and care area"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COUNCIL_AREA)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="lies within"
    )
    gss_code = models.CharField(
        "ONS code",
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[EW]\d{8}$", "An ONS code is E or W and eight digits.")],
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    summary = models.TextField(blank=True)
    description = RichTextField(blank=True)
    bodies = models.TextField(
        "councils and health bodies", blank=True, help_text="One a line, named as at the time."
    )
    groups = TaggableManager("stakeholder groups", through=PlaceGroup, blank=True)
    topics = TaggableManager("topics", through=PlaceTopic, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("places:detail", args=[self.slug])


class PlaceSource(Source):
    place = models.ForeignKey(Place, models.CASCADE, related_name="sources")


class ProjectGroup(GroupItem):
    content_object = models.ForeignKey("Project", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="project_group_once")]


class ProjectTopic(TopicItem):
    content_object = models.ForeignKey("Project", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="project_topic_once")]


class ProjectQuerySet(PublishableQuerySet):
    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.select_related("programme", "place").prefetch_related("groups")


class Project(Publishable):
    """One programme at work in one place."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="projects")
    place = models.ForeignKey(Place, models.PROTECT, related_name="projects")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=150, unique=True)
    issue = models.CharField("issue worked on", max_length=300, blank=True)
    partners = models.ManyToManyField(Organisation, blank=True, related_name="projects")
    enabler = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="projects_enabled"
    )
    wave = models.CharField("cohort or wave", max_length=100, blank=True)
    start = PartialDateField()
    end = PartialDateField()
    tried = RichTextField("what was tried", blank=True)
    not_known = RichTextField("what did not work or is not known", blank=True)
    groups = TaggableManager("stakeholder groups", through=ProjectGroup, blank=True)
    topics = TaggableManager("topics", through=ProjectTopic, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["place__name", "programme__name"]
        constraints = [models.UniqueConstraint("programme", "place", name="project_programme_place_once")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("places:project", args=[self.slug])


class ProjectSource(Source):
    project = models.ForeignKey(Project, models.CASCADE, related_name="sources")
