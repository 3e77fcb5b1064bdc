"""Events as iCalendar (RFC 5545): folded at 75 octets, escaped, with lasting UIDs."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from content.dates import first_day


def calendar(events):
    """Return a VCALENDAR of the events whose day is known; a month or a year is no date to keep."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escape(settings.SITE_NAME)}//Events//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escape(settings.SITE_NAME)}",
    ]
    for event in events:
        if has_day(event):
            lines += _event(event)
    return "".join(f"{fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def has_day(event):
    """Whether the event starts on a known day."""
    return len(event.start) == 10


def escape(text):
    """Return a text with backslash, semicolon, comma and line ends escaped."""
    for plain, escaped in [("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")]:
        text = text.replace(plain, escaped)
    return "".join(c for c in text if c >= " ")


def fold(line):
    """Return a content line in pieces of at most 75 octets, never cutting a character."""
    pieces, piece, room = [], "", 75
    for character in line:
        if len((piece + character).encode()) > room:
            pieces.append(piece)
            piece, room = "", 74  # a continuation starts with a space
        piece += character
    return "\r\n ".join([*pieces, piece])


def _event(event):
    last = first_day(event.end) if len(event.end) == 10 else first_day(event.start)
    host = urlsplit(settings.SITE_URL).hostname
    lines = [
        "BEGIN:VEVENT",
        f"UID:event-{event.pk}@{host}",
        f"DTSTAMP:{event.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{max(0, int((event.changed_at - event.published_at).total_seconds()) // 60)}",
        f"DTSTART;VALUE=DATE:{first_day(event.start):%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(event.name)}",
        f"LOCATION:{escape(event.where)}" if event.where else "",
        f"DESCRIPTION:{escape(event.summary)}" if event.summary else "",
        f"URL:{settings.SITE_URL}{event.get_absolute_url()}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return [line for line in lines if line]
