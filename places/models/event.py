"""Events: conferences, launches and learning days, past and to come."""

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from content.dates import PartialDateField
from content.editing import Edited, EditedQuerySet
from content.models import GroupItem, Organisation, Person, Source, TopicItem
from content.richtext import RichTextField
from places.models.programme import Programme


@reversion.register()
class EventGroup(GroupItem):
    content_object = models.ForeignKey("Event", models.CASCADE)

    class Meta:
        verbose_name = "stakeholder group"
        constraints = [models.UniqueConstraint("content_object", "tag", name="event_group_once")]


@reversion.register()
class EventTopic(TopicItem):
    content_object = models.ForeignKey("Event", models.CASCADE)

    class Meta:
        verbose_name = "topic"
        constraints = [models.UniqueConstraint("content_object", "tag", name="event_topic_once")]


class EventQuerySet(EditedQuerySet):
    def with_last_day(self):
        """Annotate `last_day`, which sorts after every day that the event can still mean."""
        return self.annotate(last_day=Concat(Coalesce(NullIf("end", Value("")), "start"), Value("-99")))

    def coming(self):
        """Events that are not over, the next one first."""
        return self.with_last_day().filter(last_day__gte=_today()).order_by("start", "pk")

    def over(self):
        """Events whose last possible day has passed, the latest first."""
        return self.with_last_day().filter(last_day__lt=_today()).order_by("-start", "-pk")

    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.select_related("organiser").prefetch_related("groups")

    def for_page(self):
        """What an event's own page needs of the rows around it, in one query."""
        return self.select_related("organiser", "programme")


@reversion.register(follow=["sources", "eventgroup_set", "eventtopic_set"])
class Event(Edited):
    """A conference, launch or learning day."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=150, unique=True)
    kind = models.CharField(max_length=60, blank=True, help_text="For example conference or launch.")
    summary = models.TextField(blank=True)
    description = RichTextField(blank=True)
    start = PartialDateField(blank=False)
    end = PartialDateField(help_text="Leave empty when it lasted a day, or when the end is not known.")
    venue = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    online = models.BooleanField(default=False)
    organiser = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="events")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, blank=True, related_name="events")
    speakers = models.ManyToManyField(Person, blank=True, related_name="events")
    groups = TaggableManager("stakeholder groups", through=EventGroup, blank=True)
    topics = TaggableManager("topics", through=EventTopic, blank=True)

    PARTS = ["sources"]  # rows that editors change with the event

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "name"]
        permissions = [("publish_event", "Can publish events")]

    def __str__(self):
        return self.name

    def clean(self):
        """Raise ValidationError when the event would end before it starts."""
        super().clean()
        if self.end and self.end < self.start[: len(self.end)]:
            raise ValidationError({"end": "The end lies before the start."})

    def get_absolute_url(self):
        return reverse("places:event", args=[self.slug])

    @property
    def where(self):
        """Venue and town in words, “Online”, or nothing when neither is known."""
        known = ", ".join(part for part in (self.venue, self.town) if part)
        return known or ("Online" if self.online else "")


@reversion.register()
class EventSource(Source):
    event = models.ForeignKey(Event, models.CASCADE, related_name="sources")


def _today():
    return timezone.localdate().isoformat()
