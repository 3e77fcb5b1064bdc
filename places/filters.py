"""What readers may narrow the places by. Every choice is in the address, so that it can be shared."""

from django import forms
from django.db.models import Count, Exists, OuterRef

from content.keeping import kept
from content.models import StakeholderGroup, Topic
from places.models import Place, Programme, Project, Region

REGIONS = {region.slug: region for region in Region}


class BoxField(forms.Field):
    """Four numbers, south, west, north and east: the part of the map that a cluster stands for."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid": "The part of the map in this address is not one we can draw."}

    def to_python(self, value):
        if not value:
            return None
        try:
            south, west, north, east = (float(part) for part in value.split(","))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not (49 <= south <= north <= 61 and -9 <= west <= east <= 3):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return south, west, north, east


class PlaceFilter(forms.Form):
    """Programme, topic, status and group are asked of one and the same project, the rest of the place."""

    programme = forms.MultipleChoiceField(required=False)
    topic = forms.ChoiceField(label="Working on", required=False)
    region = forms.ChoiceField(
        required=False, choices=[("", "All"), *((slug, area.label) for slug, area in REGIONS.items())]
    )
    status = forms.ChoiceField(required=False, choices=[("", "Any"), *Project.Status.choices])
    box = BoxField(required=False)

    def __init__(self, data, programmes, topics, groups):
        super().__init__(data)
        self.programmes, self.groups = programmes, groups
        self.fields["for"] = forms.ChoiceField(label="For", required=False)
        self.fields["programme"].choices = [(row.slug, row.short_name) for row in programmes]
        self.fields["topic"].choices = [("", "Anything"), *((row.slug, row.name) for row in topics)]
        self.fields["for"].choices = [("", "Anyone"), *((row.slug, row.name) for row in groups)]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = "We have no “%(value)s” to narrow the places by."
        self.is_valid()

    @property
    def choosers(self):
        """Return the fields that are one menu each."""
        return [self[name] for name in ("topic", "region", "status", "for")]

    @property
    def chosen_region(self):
        """Return the `Region` that the map is of, or None for all of England."""
        return REGIONS.get(self.cleaned_data.get("region"))

    @property
    def box_chosen(self):
        return self.cleaned_data.get("box")

    def projects(self):
        """Return the current projects that meet every choice made about projects."""
        chosen, projects = self.cleaned_data, Project.objects.current()
        wanted = chosen.get("programme")
        keys = [row.pk for row in self.programmes if not wanted or row.slug in wanted]
        projects = projects.filter(programme__in=keys)
        if chosen.get("status"):
            projects = projects.filter(status=chosen["status"])
        if chosen.get("topic"):
            projects = projects.filter(topics__slug=chosen["topic"])
        if chosen.get("for"):
            projects = projects.filter(groups__slug=chosen["for"])
        return projects

    def places(self):
        """Return the places to list and draw, from north to south."""
        places, chosen = Place.objects.current().places(), self.cleaned_data
        if any(chosen.get(name) for name in ("programme", "status", "topic", "for")):
            places = places.filter(pk__in=self.projects().values("place"))
        if self.chosen_region:
            places = places.filter(region=self.chosen_region)
        if self.box_chosen:
            south, west, north, east = self.box_chosen
            places = places.filter(latitude__range=(south, north), longitude__range=(west, east))
        return places.by_region()


def programmes_in_places():
    """Return the current programmes with a project somewhere, each with its `place_count`, in two queries."""
    projects = Project.objects.current().exclude(place__in=Place.objects.hidden())
    counts = dict(projects.order_by().values_list("programme").annotate(Count("pk")))
    programmes = list(Programme.objects.current().filter(pk__in=counts))
    for programme in programmes:
        programme.place_count = counts[programme.pk]
    return programmes


def topics_of_projects():
    """Return the topics that a current project has, in one query."""
    return list(Topic.objects.filter(Exists(Project.objects.current().filter(topics=OuterRef("pk")))))


def choices():
    """Return (programmes, topics, groups) to choose from, in four queries."""
    return programmes_in_places(), topics_of_projects(), list(StakeholderGroup.objects.all())


def filter_for(request):
    """Return the form filled from the address."""
    return PlaceFilter(request.GET, *kept(("place choices",), choices))
