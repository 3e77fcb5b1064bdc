"""Maps of places: the database puts them into cells, the atlas draws a marker for each."""

from typing import NamedTuple

from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    Max,
    Min,
    Prefetch,
    prefetch_related_objects,
)
from django.db.models.functions import Cast

from content.templatetags.hub import PROGRAMME_MARKS
from places.atlas import outline
from places.atlas.labels import place_labels
from places.atlas.markers import GAP, Marker, spaced
from places.atlas.projection import Frame, to_km
from places.models import Place, Programme, Project

KM_A_DEGREE = 111.2
SMALLEST_KM = 4  # a map shows at least this much: below it, a list tells places apart better


class Drawing(NamedTuple):
    """One map: its frame, the land, and the markers in the order of the keyboard."""

    frame: Frame
    land: list
    markers: list
    total: int  # places, those without a point included

    @property
    def marks(self):
        """Return the ring marks that the markers use, each with its class and its path."""
        used = {use.mark_class for marker in self.markers if marker.count == 1 for use in marker.uses}
        paths = {mark or "op": path for mark, path in PROGRAMME_MARKS.items()}
        return [{"mark_class": mark, "path": paths[mark]} for mark in sorted(used)]

    def label(self):
        """Give every marker its name where there is room; marks of programmes come first."""
        place_labels(self.markers, self.frame)


def draw(places, region=None, box=None):
    """Return the `Drawing` of a queryset of places: all of England, one region, or one box, in one query."""
    frame = _frame(region, box)
    cells = list(_cells(places, frame))
    found = (_marker(cell, frame) for cell in cells if cell["south"] is not None)
    markers = spaced(marker for marker in found if _shows(marker, frame))
    total = sum(cell["count"] for cell in cells)
    return Drawing(frame, outline.outlines(frame), markers, total)


def with_projects(places, markers):
    """Give places and markers the projects that are shown and their programmes, in one query."""
    singles = [marker for marker in markers if marker.count == 1]
    stand_ins = [Place(pk=marker.pk, name=marker.name, slug=marker.slug) for marker in singles]
    projects = Project.objects.current().filter(programme__in=Programme.objects.current())
    projects = projects.select_related("programme").order_by("programme__short_name")
    everything = [*places, *stand_ins]
    prefetch_related_objects(everything, Prefetch("projects", projects.defer("tried", "not_known")))
    for marker, place in zip(singles, stand_ins, strict=True):
        marker.programmes = [project.programme for project in place.projects.all()]


def locate(place):
    """Return the frame, the land and the units of a place's point on the map that shows it best."""
    south_of_border = place.latitude < 55.9
    frame = outline.england() if south_of_border else outline.region("S92000003")
    return {
        "frame": frame,
        "land": outline.outlines(frame),
        "at": frame.place(place.latitude, place.longitude),
    }


def _frame(region, box):
    if box:
        south, west, north, east = box
        corners = [to_km(latitude, longitude) for latitude in (south, north) for longitude in (west, east)]
        xs, ys = zip(*corners, strict=True)
        edge = max(SMALLEST_KM, 0.2 * (max(xs) - min(xs)), 0.2 * (max(ys) - min(ys)))
        return Frame.around(min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge, largest=60)
    return outline.region(region) if region else outline.england()


def _cells(places, frame):
    """Return one row for every cell of the map that has a place, and one for those without a point."""
    degree = GAP / frame.scale / KM_A_DEGREE
    row = ExpressionWrapper((F("latitude") - 49) / degree, FloatField())
    column = ExpressionWrapper((F("longitude") + 9) / degree * 0.6, FloatField())
    cells = places.order_by().annotate(row=Cast(row, IntegerField()), column=Cast(column, IntegerField()))
    return cells.values("row", "column").annotate(
        count=Count("pk"),
        south=Min("latitude"),
        west=Min("longitude"),
        north=Max("latitude"),
        east=Max("longitude"),
        first_pk=Min("pk"),
        first_name=Min("name"),
        first_slug=Min("slug"),
        first_region=Min("region"),
        last_region=Max("region"),
    )


def _marker(cell, frame):
    x, y = frame.place((cell["south"] + cell["north"]) / 2, (cell["west"] + cell["east"]) / 2)
    return Marker(
        x=x,
        y=y,
        count=cell["count"],
        pk=cell["first_pk"],
        name=cell["first_name"],
        slug=cell["first_slug"],
        regions=frozenset({cell["first_region"], cell["last_region"]}),
        box=(cell["south"], cell["west"], cell["north"], cell["east"]),
    )


def _shows(marker, frame):
    return 0 <= marker.x <= frame.width and 0 <= marker.y <= frame.height
