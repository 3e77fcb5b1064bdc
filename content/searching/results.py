"""What a search found: hits with their passages, totals, counts for facets."""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from content.searching.asking import Question
from content.searching.marking import marked


class Passage(NamedTuple):
    """A piece of text with its words marked; of page `number` when it comes from a file."""

    parts: list[tuple[str, bool]]
    number: int | None = None


@dataclass
class Hit:
    """One item found, as the index knows it. Ask the database whether it may still be shown."""

    kind: str
    pk: int
    title: str
    url: str
    label: str
    page_count: int = 0
    beside: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    summary: str = ""
    title_parts: list[tuple[str, bool]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


@dataclass
class Results:
    """What a search found. `counts` gives {facet: {value: items}} under all the other filters."""

    question: Question
    hits: list[Hit]
    total: int
    any_words: bool = False
    corrected: str = ""  # what was searched instead, when words are unknown to the index
    counts: dict[str, dict] = field(default_factory=dict)


def hit_of(document, question):
    """Return a document of the index as a hit of a question, without passages."""
    title, url, label, page_count, beside = json.loads(document["shown"][0])
    return Hit(
        document["kind"][0],
        document["pk"][0],
        title,
        url,
        label,
        page_count,
        beside,
        groups=document.get_all("group"),
        programmes=document.get_all("programme"),
        summary=document.get_first("summary") or "",
        title_parts=marked(title, question),
    )


def plain_hit(source, row):
    """Return a row as a hit that has a name and an address, for a page that has to do without an index."""
    title = str(row)
    return Hit(source.kind, row.pk, title, row.get_absolute_url(), source.label, title_parts=[(title, False)])
