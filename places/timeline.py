"""A timeline drawn on the server: what lasted is a bar, what happened is a ring, unknown ends fade out."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from content.dates import first_day

WIDTH, ROW, TOP = 640, 40, 30
DAYS_A_YEAR = 365.25


@dataclass
class Entry:
    """Something with a time: its dates are partial dates, or empty when they are not known."""

    title: str
    url: str
    start: str
    end: str = ""
    moment: bool = False
    x: int = 0
    width: int = 0
    y: int = 0

    @property
    def open_end(self):
        return not self.end and not self.moment


class Timeline(NamedTuple):
    """The dated entries in order, placed on an axis of years, and those whose start is not known."""

    entries: list
    undated: list
    years: list  # of (x, year)
    width: int = WIDTH

    @property
    def height(self):
        return TOP + ROW * len(self.entries) + 10

    @property
    def foot(self):
        return self.height - 4


def of_projects(projects):
    """Return the timeline of some projects."""
    return _timeline([Entry(str(p), p.get_absolute_url(), p.start, p.end) for p in projects])


def of_programme(programme, events):
    """Return the timeline of a programme and its events, rows with title, slug and note (the start)."""
    own = Entry(programme.short_name, programme.get_absolute_url(), programme.start, programme.end)
    moments = [
        Entry(row.title, reverse("places:event", args=[row.slug]), row.note, moment=True) for row in events
    ]
    return _timeline([own, *moments])


def _timeline(entries):
    dated = sorted((entry for entry in entries if entry.start), key=lambda entry: entry.start)
    undated = [entry for entry in entries if not entry.start]
    if not dated:
        return Timeline([], undated, [])
    first = first_day(dated[0].start).year
    last = max(_last_day(entry.end or entry.start).year for entry in dated) + 1
    for number, entry in enumerate(dated):
        entry.x = _x(first_day(entry.start), first, last)
        until = WIDTH if entry.open_end else _x(_last_day(entry.end or entry.start), first, last)
        entry.width = max(until - entry.x, 6)
        entry.y = TOP + ROW * number + 26
    step = max(1, -(-(last - first) // 8))
    years = [(_x(date(year, 1, 1), first, last), year) for year in range(first, last, step)]
    return Timeline(dated, undated, years)


def _x(day, first, last):
    years = day.year - first + (day - date(day.year, 1, 1)).days / DAYS_A_YEAR
    return round(years * WIDTH / max(last - first, 1))


def _last_day(text):
    """Return a day near the end of a partial date: good enough to draw."""
    day = first_day(text)
    return {4: day.replace(month=12, day=31), 7: day.replace(day=28), 10: day}[len(text)]
