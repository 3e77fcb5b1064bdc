"""Places: areas keyed by their official code, lying within one another."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from taggit.managers import TaggableManager

from content.models import GroupItem, Source, TopicItem
from content.naming import Named
from content.publishing import Publishable, PublishableQuerySet
from content.richtext import RichTextField
from places.atlas.land import in_great_britain
from places.lines import AddressLinesField, lines_of


class Region(models.TextChoices):
    """The nine regions of England from north to south, then Wales and Scotland, by ONS code."""

    NORTH_EAST = "E12000001", "North East"
    NORTH_WEST = "E12000002", "North West"
    YORKSHIRE = "E12000003", "Yorkshire and the Humber"
    EAST_MIDLANDS = "E12000004", "East Midlands"
    WEST_MIDLANDS = "E12000005", "West Midlands"
    EAST = "E12000006", "East of England"
    LONDON = "E12000007", "London"
    SOUTH_EAST = "E12000008", "South East"
    SOUTH_WEST = "E12000009", "South West"
    SCOTLAND = "S92000003", "Scotland"
    WALES = "W92000004", "Wales"

    @property
    def slug(self):
        return slugify(self.label)


class PlaceGroup(GroupItem):
    content_object = models.ForeignKey("Place", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="place_group_once")]


class PlaceTopic(TopicItem):
    content_object = models.ForeignKey("Place", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="place_topic_once")]


class PlaceQuerySet(PublishableQuerySet):
    def places(self):
        """Without the regions, which hold the others."""
        return self.exclude(kind=Place.Kind.REGION)

    def by_region(self):
        """From north to south, then by name: the order of the list, of the map and of the keyboard."""
        return self.order_by("region", "name", "pk")

    def near(self, place):
        """The places around another, the nearest first; where it has no point, those of its region."""
        if not place.has_point:
            region = self.filter(region=place.region) if place.region else self.none()
            return region.exclude(pk=place.pk).order_by("name", "pk")
        north, east = models.F("latitude") - place.latitude, models.F("longitude") - place.longitude
        around = self.filter(
            latitude__range=(place.latitude - 0.7, place.latitude + 0.7),
            longitude__range=(place.longitude - 1.1, place.longitude + 1.1),
        )
        return around.exclude(pk=place.pk).order_by(north * north + east * east * 0.37, "pk")

    def alike(self, place):
        """The places elsewhere with a project on a topic of this place's projects: those of its
        programmes first, then those of its region."""
        own, projects = place.projects.current(), place.projects.model.objects.current()
        working = projects.filter(topics__in=own.values("topics"))
        beside = projects.filter(programme__in=own.values("programme"), place=models.OuterRef("pk"))
        first = models.Exists(beside).desc(), models.Case(models.When(region=place.region, then=0), default=1)
        return self.filter(pk__in=working.values("place")).exclude(pk=place.pk).order_by(*first, "name", "pk")

    def for_cards(self):
        """All that a card shows, in a fixed number of queries."""
        return self.prefetch_related("groups", "projects__programme")


class Place(Named, Publishable):
    """An area in Great Britain, keyed by its ONS (GSS) code where it has one."""

    class Kind(models.TextChoices):
        REGION = "region", "region"
        COUNTY = "county", "county or city region"
        COUNCIL_AREA = "council", "council area"
        HEALTH_AREA = "health", "health and care area"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COUNCIL_AREA)
    region = models.CharField(max_length=9, choices=Region, blank=True, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="lies within"
    )
    gss_code = models.CharField(
        "ONS code",
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[EWSK]\d{8}\Z", "An ONS code is E, W, S or K and eight digits.")],
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    summary = models.TextField(blank=True)
    description = RichTextField(blank=True)
    bodies = models.TextField(
        "councils and health bodies", blank=True, help_text="One a line, named as at the time."
    )
    links = AddressLinesField(blank=True)
    groups = TaggableManager("stakeholder groups", through=PlaceGroup, blank=True)
    topics = TaggableManager("topics", through=PlaceTopic, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index("region", "name", "id", name="place_by_region"),
            models.Index("latitude", "longitude", name="place_by_point"),
            models.Index("id", "published_at", "removed_at", "withdrawn_at", name="place_shown"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="place_point_whole",
                violation_error_message="Give latitude and longitude, or neither.",
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Raise ValidationError for half a point, one outside Great Britain, or a place within itself."""
        self.gss_code = self.gss_code or None
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": "Give latitude and longitude, or neither."})
        if self.has_point and not in_great_britain(self.latitude, self.longitude):
            raise ValidationError(
                {"latitude": "This point does not lie in Great Britain. Are the two numbers swapped?"}
            )
        if self in self.ancestors:
            raise ValidationError({"parent": "A place cannot lie within itself."})

    def get_absolute_url(self):
        return reverse("places:detail", args=[self.slug])

    @property
    def ancestors(self):
        """The places that this one lies within, the nearest first; a circle is gone round once."""
        found, above = [], self.parent
        while above and above not in found:
            found.append(above)
            above = above.parent
        return found

    @property
    def has_point(self):
        return self.latitude is not None and self.longitude is not None

    @property
    def body_lines(self):
        return lines_of(self.bodies)

    @property
    def link_lines(self):
        return lines_of(self.links)


class PlaceSource(Source):
    place = models.ForeignKey(Place, models.CASCADE, related_name="sources")
