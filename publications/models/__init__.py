"""The repository: publications, who made them, their files and what was read out of those."""

from publications.models.creator import Creator, PublicationSource
from publications.models.file import File, PageText
from publications.models.format_request import FormatRequest
from publications.models.publication import COVERS, Publication, PublicationGroup, PublicationTopic
from publications.models.reading import DailyCount

__all__ = [
    "COVERS",
    "Creator",
    "DailyCount",
    "File",
    "FormatRequest",
    "PageText",
    "Publication",
    "PublicationGroup",
    "PublicationSource",
    "PublicationTopic",
]
