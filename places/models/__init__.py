"""The record of place-based work: programmes, places, the project each place ran, events."""

from places.models.event import Event, EventGroup, EventSource, EventTopic
from places.models.message import Message
from places.models.place import Place, PlaceGroup, PlaceSource, PlaceTopic, Region
from places.models.programme import Programme, ProgrammeGroup, ProgrammeSource, ProgrammeTopic
from places.models.project import (
    Lesson,
    Outcome,
    Project,
    ProjectGroup,
    ProjectSource,
    ProjectTopic,
)

__all__ = [
    "Event",
    "EventGroup",
    "EventSource",
    "EventTopic",
    "Lesson",
    "Message",
    "Outcome",
    "Place",
    "PlaceGroup",
    "PlaceSource",
    "PlaceTopic",
    "Programme",
    "ProgrammeGroup",
    "ProgrammeSource",
    "ProgrammeTopic",
    "Project",
    "ProjectGroup",
    "ProjectSource",
    "ProjectTopic",
    "Region",
]
