"""Programmes, places and projects as CSV, JSON and GeoJSON, for anyone; and in full for staff."""

import csv
import io

from django.conf import settings
from django.urls import reverse

from content.spreadsheets import harmless
from places.code_book import columns_of, with_everything
from places.columns import Number
from places.models import Place, Project


def rows_of(table, *, private=False):
    """Return (columns, iterator of lists of text) of a table: what is published, or for staff everything."""
    model, columns = columns_of(table, private=private)
    if private:
        items = model.objects.all()
    else:
        items = Project.objects.shown() if model is Project else model.objects.current()
    items = with_everything(items.order_by("slug"), columns)
    rows = ([column.text(item) for column in columns] for item in items.iterator(chunk_size=500))
    return columns, rows


def as_csv(table, *, private=False):
    """Return a table as CSV text with a line of names."""
    columns, rows = rows_of(table, private=private)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    writer.writerows(map(_cell, columns, row) for row in rows)
    return text.getvalue()


def _cell(column, text):
    """Return a text as a spreadsheet shows it and runs nothing; -0.1 is a number there too."""
    return text if isinstance(column, Number) else harmless(text)


def as_objects(table):
    """Return a table as a list of dictionaries, each with its address."""
    columns, rows = rows_of(table)
    names = [column.name for column in columns]
    route = {"programmes": "places:programme", "places": "places:detail", "projects": "places:project"}[table]
    return [
        dict(zip(names, row, strict=True)) | {"url": settings.SITE_URL + reverse(route, args=[row[0]])}
        for row in rows
    ]


def as_geojson():
    """Return the current places that have a point as a GeoJSON feature collection (RFC 7946)."""
    places = Place.objects.current().places().exclude(latitude=None).by_region()
    places = places.only("slug", "name", "kind", "region", "gss_code", "latitude", "longitude")
    return {"type": "FeatureCollection", "features": [_feature(place) for place in places]}


def _feature(place):
    return {
        "type": "Feature",
        "id": place.slug,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {
            "name": place.name,
            "kind": place.kind,
            "region": place.region,
            "gss_code": place.gss_code,
            "url": settings.SITE_URL + place.get_absolute_url(),
        },
    }
