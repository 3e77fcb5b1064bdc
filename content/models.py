"""What all content shares: stakeholder groups, topics, people, organisations, sources."""

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from content.caching import Generation
from content.editing import KeptEdit
from content.keeping import kept
from content.naming import Dated

__all__ = [
    "Generation",
    "GroupItem",
    "KeptEdit",
    "Organisation",
    "Person",
    "Source",
    "StakeholderGroup",
    "Topic",
    "TopicItem",
]


class StakeholderGroup(Dated, TagBase):
    """One of the six kinds of reader. The list is closed and its order never changes."""

    order = models.PositiveSmallIntegerField(
        unique=True, help_text="1 to 6: also the number of its shape and colour."
    )
    singular = models.CharField(max_length=60, help_text="What a reader calls themselves: “Councillor”.")
    line = models.CharField(max_length=120, help_text="One plain line under “I am a…”.")
    summary = models.TextField(help_text="Who it is for, in one or two sentences.")

    class Meta:
        ordering = ["order"]

    def get_absolute_url(self):
        return reverse("group", args=[self.slug])

    @classmethod
    def everyone(cls):
        """Return the six in their order, for all to read and nobody to alter."""
        return kept("groups", lambda: tuple(cls.objects.all()))

    @property
    def mark(self):
        """The CSS class that carries the group's colour."""
        return f"g{self.order}"


class Topic(Dated, TagBase):
    """What something is about: a short, shared list that staff keep."""

    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="topic_name_once")]

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])


class GroupItem(ItemBase):
    """Base of the rows that join one kind of content to its stakeholder groups."""

    tag = models.ForeignKey(StakeholderGroup, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class TopicItem(ItemBase):
    """Base of the rows that join one kind of content to its topics."""

    tag = models.ForeignKey(Topic, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class Source(models.Model):
    """Base of the rows that say where the facts of a record come from."""

    title = models.CharField(max_length=300)
    url = models.URLField("address", max_length=500, blank=True)
    seen_on = models.DateField("date seen", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.title


class Organisation(Dated):
    """A body that publishes, pays, leads or takes part."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    url = models.URLField("web address", max_length=500, blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])


class Person(Dated):
    """Somebody who writes, speaks or evaluates, in their professional role only."""

    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=200, unique=True)
    role = models.CharField(max_length=200, blank=True, help_text="The last role that a source shows.")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="people"
    )
    role_seen = models.CharField(
        "role seen in", max_length=20, blank=True, help_text="The year of that source."
    )
    biography = models.TextField(blank=True)
    orcid = models.CharField("ORCID", max_length=19, blank=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name_plural = "people"

    def __str__(self):
        return f"{self.given_name} {self.family_name}".strip()

    def get_absolute_url(self):
        return reverse("person", args=[self.slug])

    @property
    def initials(self):
        """Return the first letters of the given and the family name."""
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    @property
    def family_first(self):
        """Return “Family, Given”, as catalogues write names."""
        return ", ".join(part for part in (self.family_name, self.given_name) if part)
