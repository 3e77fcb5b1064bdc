"""Make the map's data file from the outlines in the facts, once, whenever they change."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from places.atlas.land import DATA
from places.atlas.projection import to_km


class Command(BaseCommand):
    help = "Make places/atlas/great_britain.json from a GeoJSON file of regions and countries."

    def add_arguments(self, parser):
        default = settings.BASE_DIR / "fixtures" / "facts" / "great-britain.geojson"
        parser.add_argument("geojson", type=Path, nargs="?", default=default)
        parser.add_argument("--output", type=Path, default=DATA)

    def handle(self, geojson, output, **options):
        collection = json.loads(geojson.read_text(encoding="utf-8"))
        areas = [_area(feature) for feature in collection["features"]]
        data = {"source": collection["source"], "licence": collection["licence"], "areas": areas}
        text = json.dumps(data, separators=(",", ":")).replace('{"code"', '\n{"code"')
        output.write_text(text + "\n", encoding="utf-8")
        self.stdout.write(f"{len(areas)} areas written to {output.name}")


def _area(feature):
    """Return code, name and rings of one feature, in tenths of a kilometre on the sheet."""
    rings = [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
    return {
        "code": feature["properties"]["code"],
        "name": feature["properties"]["name"],
        "rings": [_flat(ring) for ring in rings],
    }


def _flat(ring):
    points = ring[:-1] if ring[0] == ring[-1] else ring
    return [round(10 * n) for longitude, latitude in points for n in to_km(latitude, longitude)]
