"""Verified events, with who spoke and which core programme they belong to."""

from django.utils.text import slugify

from content.models import Topic
from hub.initial_content.reading import OPENING, add_sources, facts, organisation, person
from places.models import Event, Programme

PROGRAMMES = {  # what the facts say in words
    "local-vision-learning-network-autumn-2016": "local-vision-learning-network",
    "local-vision-learning-network-january-2017": "local-vision-learning-network",
    "systems-leadership-conference-2015": "systems-leadership-steering-group",
    "nuffield-seminar-new-models-2016": "integration-pioneers",
}


LAUNCHED = {"21st-century-public-servant-launch-2014": ["21st-century-public-servant-2014"]}


def build(publications):
    """Make every verified event; `publications`, by the id of their fact, were launched at some."""
    for row in facts("events"):
        if row["verified"]:
            _event(row, [publications[key] for key in LAUNCHED.get(row["id"], [])])


def _event(row, launched):
    online = row["venue"] == "online"
    event = Event.objects.create(
        name=row["name"].replace("'", "’"),
        slug=row["id"],
        kind=row["type"],
        start=row["start_date"],
        end=row["end_date"] or "",
        venue="" if online else (row["venue"] or "").replace("'", "’"),
        online=online,
        town=row["town"] or "",
        organiser=organisation(row["organiser"]),
        programme=Programme.objects.filter(slug=PROGRAMMES.get(row["id"])).first(),
        published_at=OPENING,
    )
    event.topics.set(Topic.objects.filter(slug__in=[slugify(name) for name in row["topics"]]))
    event.publications.set(launched)
    event.speakers.set([person(name) for name in row["speakers"]])
    add_sources(event, row)
