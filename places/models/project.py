"""Projects: one programme at work in one place, with what came of it and how sure that is."""

from functools import reduce
from operator import or_

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import strip_tags
from taggit.managers import TaggableManager

from content.dates import PartialDateField
from content.editing import Edited, EditedQuerySet
from content.models import GroupItem, Organisation, Person, Source, StakeholderGroup, Topic, TopicItem
from content.naming import Named
from content.richtext import RichTextField
from places.lines import lines_of
from places.models.place import Place
from places.models.programme import Programme


@reversion.register()
class ProjectGroup(GroupItem):
    content_object = models.ForeignKey("Project", models.CASCADE)

    class Meta:
        verbose_name = "stakeholder group"
        constraints = [models.UniqueConstraint("content_object", "tag", name="project_group_once")]


@reversion.register()
class ProjectTopic(TopicItem):
    content_object = models.ForeignKey("Project", models.CASCADE)

    class Meta:
        verbose_name = "topic"
        constraints = [models.UniqueConstraint("content_object", "tag", name="project_topic_once")]


class ProjectQuerySet(EditedQuerySet):
    def shown(self):
        """Current projects whose programme and place can be read too."""
        programme = Programme.objects.current().filter(pk=models.OuterRef("programme"))
        place = Place.objects.current().filter(pk=models.OuterRef("place"))
        return self.current().filter(models.Exists(programme), models.Exists(place))

    def find(self, text):
        """Projects that have every word of a text in their title, issue, place or programme."""
        found = self
        for word in text[:200].replace("\x00", "").split():
            fields = ["title", "issue", "place__name", "programme__short_name"]
            found = found.filter(reduce(or_, (models.Q(**{f"{field}__icontains": word}) for field in fields)))
        return found

    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.select_related("programme", "place").prefetch_related("groups")

    def for_page(self):
        """What a project's own page and a comparison need of the rows around it, in three queries."""
        lessons = Lesson.objects.select_related("group", "topic")
        return self.select_related("programme", "place", "enabler").prefetch_related(
            "outcomes", models.Prefetch("lessons", lessons)
        )


@reversion.register(follow=["outcomes", "lessons", "sources", "projectgroup_set", "projecttopic_set"])
class Project(Named, Edited):
    """One programme at work in one place."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        RUNNING = "running", "Running"
        ENDED = "ended", "Ended"
        STOPPED = "stopped", "Stopped early"
        UNKNOWN = "unknown", "Not known"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="projects")
    place = models.ForeignKey(Place, models.PROTECT, related_name="projects")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=150, unique=True)
    issue = models.CharField("issue worked on", max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.UNKNOWN, db_index=True)
    partners = models.ManyToManyField(Organisation, blank=True, related_name="projects")
    other_partners = models.TextField(
        blank=True, help_text="Those without a page of their own, one a line, named as in the source."
    )
    enabler = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="projects_enabled"
    )
    wave = models.CharField("cohort or wave", max_length=100, blank=True)
    start = PartialDateField()
    end = PartialDateField()
    tried = RichTextField("what was tried", blank=True)
    not_known = RichTextField(
        "what did not work or is not known",
        blank=True,
        help_text="Needed before the project can be published.",
    )
    checked_on = models.DateField("last checked", null=True, blank=True)
    keeper = models.CharField(
        "who keeps this record", max_length=200, blank=True, help_text="A role or a body, shown on the page."
    )
    contact_email = models.EmailField(
        "role mailbox",
        blank=True,
        help_text="Never shown. Takes what readers write, and is asked whether the record is still right.",
    )
    groups = TaggableManager("stakeholder groups", through=ProjectGroup, blank=True)
    topics = TaggableManager("topics", through=ProjectTopic, blank=True)

    PARTS = ["outcomes", "lessons", "sources"]  # rows that editors change with the project

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["place__name", "programme__name"]
        permissions = [("publish_project", "Can publish projects")]
        constraints = [models.UniqueConstraint("programme", "place", name="project_programme_place_once")]
        indexes = [  # counts per programme read the index alone
            models.Index(
                "programme", "place", "published_at", "removed_at", "withdrawn_at", name="project_shown"
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Raise ValidationError for a project to be published that hides what is not known."""
        super().clean()
        if self.published_at and not strip_tags(self.not_known).strip():
            raise ValidationError(
                {"not_known": "Say what did not work or is not known before this is published."}
            )

    def get_absolute_url(self):
        return reverse("places:project", args=[self.slug])

    @property
    def other_partner_lines(self):
        return lines_of(self.other_partners)


@reversion.register()
class ProjectSource(Source):
    project = models.ForeignKey(Project, models.CASCADE, related_name="sources")


@reversion.register()
class Outcome(models.Model):
    """What a project is said to have changed, how that was measured, and how strong the evidence is."""

    class Evidence(models.IntegerChoices):
        CLAIMED = 1, "Claimed"
        DESCRIBED = 2, "Described"
        MEASURED = 3, "Measured"
        COMPARED = 4, "Compared"
        CONFIRMED = 5, "Confirmed"

    project = models.ForeignKey(Project, models.CASCADE, related_name="outcomes")
    order = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=300)
    measure = models.CharField(max_length=300, blank=True)
    evidence = models.PositiveSmallIntegerField("strength of evidence", choices=Evidence)
    source_title = models.CharField(max_length=300, help_text="A publication or page that says so.")
    source_url = models.URLField("address of the source", max_length=500, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.claim


@reversion.register()
class Lesson(models.Model):
    """Something that people in a project would tell others, for one group of readers."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="lessons")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    said_by = models.CharField(max_length=200, blank=True, help_text="A role, as the source gives it.")
    group = models.ForeignKey(StakeholderGroup, models.PROTECT, null=True, blank=True, related_name="lessons")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="lessons")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text[:80]
