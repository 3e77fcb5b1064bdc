"""How often publications are read: a line a reading, summed up for each day. Nothing about readers is kept.

Pages mostly come from memory and never reach a view, so a WSGI wrapper in front of everything notes
"day kind publication" in a file of this machine; `take_in` adds the lines to the database. When it is
killed between the two, at most the lines since it last ran are lost; none is counted twice.
"""

import os
import re
import secrets
from collections import Counter
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from publications.models import DailyCount, Publication

COUNTED = re.compile(r"/publications/(\d{1,18})/[-\w]+/(?:[-\w]+\.(pdf))?\Z")
ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|curl|wget|python|java/|libwww|headless|lighthouse"
    r"|monitor|uptime|preview|scan|http-?client|go-http|okhttp|axios|node|feed",
    re.IGNORECASE,
)
NOTES = "notes"
LINE = re.compile(r"(\d{4}-\d\d-\d\d) (views|downloads) (\d+)")


class CountReaders:
    """WSGI application that stands before another one and notes which publications it showed."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        seen = what_is_read(environ)
        if not seen:
            return self.application(environ, start_response)

        def start_and_note(status, headers, exc_info=None):
            if status[:3] in {"200", "206", "304"}:
                note(*seen)
            return start_response(status, headers, exc_info)

        return self.application(environ, start_and_note)


def what_is_read(environ):
    """Return (kind, key of the publication) if a person asks for its page or a file, else None."""
    match = COUNTED.match(environ.get("PATH_INFO", ""))
    if not match or environ["REQUEST_METHOD"] != "GET":
        return None
    agent = environ.get("HTTP_USER_AGENT", "")
    first_part = environ.get("HTTP_RANGE", "bytes=0-").startswith("bytes=0-")
    purpose = environ.get("HTTP_SEC_PURPOSE", "") + environ.get("HTTP_PURPOSE", "")
    staff = f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", "")
    if not first_part or "prefetch" in purpose or staff or not agent or ROBOTS.search(agent):
        return None
    return ("downloads" if match[2] else "views"), int(match[1])


def note(kind, key):
    """Add one line to this machine's notes. Readers never wait for it or see it fail."""
    line = f"{timezone.localdate()} {kind} {key}\n".encode()
    with suppress(OSError):
        settings.COUNTS_DIR.mkdir(parents=True, exist_ok=True)
        notes = os.open(settings.COUNTS_DIR / NOTES, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o640)
        try:
            os.write(notes, line)
        finally:
            os.close(notes)


def take_in():
    """Add this machine's notes to the database; return how many lines there were."""
    with suppress(FileNotFoundError):
        (settings.COUNTS_DIR / NOTES).rename(settings.COUNTS_DIR / f"taking-{secrets.token_hex(8)}")
    return sum(_take(notes) for notes in sorted(settings.COUNTS_DIR.glob("taking-*")))


@transaction.atomic
def _take(notes: Path):
    try:
        found = LINE.findall(notes.read_text(encoding="ascii", errors="replace"))
        notes.unlink()
    except FileNotFoundError:  # another process took it
        return 0
    keys = {int(key) for _, _, key in found}
    there = set(Publication.objects.filter(pk__in=keys).values_list("pk", flat=True))
    for (day, kind, key), count in Counter(found).items():
        if int(key) in there:
            row, _ = DailyCount.objects.get_or_create(publication_id=int(key), day=day)
            DailyCount.objects.filter(pk=row.pk).update(**{kind: F(kind) + count})
    return len(found)
