"""Search: a local index that follows the database's clock. Only this package knows the engine.

Rooms say how their rows become documents (`Source`, `Document`, `Page`); `catch_up` and `rebuild`
keep the index; `search`, `suggest` and `marked` ask it. Another engine could stand behind these names.
"""

from content.searching.asking import FIELDS, MAX_CHARACTERS, Question
from content.searching.documents import Document, Page, Source
from content.searching.finding import MAX_PAGE, PAGE_SIZE, search, suggest
from content.searching.following import Progress, catch_up, hidden_since_read, keep_up, rebuild
from content.searching.marking import marked
from content.searching.results import Hit, Passage, Results, plain_hit
from content.searching.store import UnavailableError, is_ready, last_look

__all__ = [
    "FIELDS",
    "MAX_CHARACTERS",
    "MAX_PAGE",
    "PAGE_SIZE",
    "Document",
    "Hit",
    "Page",
    "Passage",
    "Progress",
    "Question",
    "Results",
    "Source",
    "UnavailableError",
    "catch_up",
    "hidden_since_read",
    "is_ready",
    "keep_up",
    "last_look",
    "marked",
    "plain_hit",
    "rebuild",
    "search",
    "suggest",
]
