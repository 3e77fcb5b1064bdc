"""Finds out what is in a PDF: runs the reader in a limited process, and records what it said.

The web worker's process never opens a PDF. Whatever the file does, the answer is a `Reading` whose
`problem`, if it has one, is a sentence for people.
"""

import base64
import json
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from publications.models import File, PageText

READER = Path(__file__).with_name("pdf_reader.py")
LIMITS = {"memory": 768 * 1024 * 1024, "pages": 5000, "characters": 20_000_000}
LOOK_SECONDS = 5  # the longest that looking at an upload may take, while its editor waits
GRACE = 1  # seconds by the clock beyond those of the processor
DAMAGED = "It is damaged, or it is not a PDF."
ENCRYPTED = "It cannot be opened without a password."
TOO_LONG = "It takes longer to read than we allow."
TOO_BIG = "It needs more memory than we allow, or it broke the program that reads it."
SCAN = "Its pages are pictures: a scan. Search cannot find its words."
NO_WORDS = "There are no words in it."
LINE_END_HYPHEN = re.compile(r"[\x02\ufffe]\s*\n?")


@dataclass
class Reading:
    """What the reader found. `problem` says why there is nothing, or not everything."""

    state: str = File.State.OK
    problem: str = ""
    about: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)  # page number: text
    cover: bytes = b""
    cover_size: list = field(default_factory=list)


def look_at(source):
    """Return the Reading of an open binary file, without its pages: quick enough for an upload form."""
    return _read(source, min(LOOK_SECONDS, settings.PDF_SECONDS), text=False)


def read_pdf(source):
    """Return the Reading of an open binary file. Never raises because of what is in the file."""
    return _read(source, settings.PDF_SECONDS, text=True)


def _read(source, seconds, text):
    limits = LIMITS | {"seconds": seconds, "text": text}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as answer:
        copy = Path(folder, "file.pdf")
        with copy.open("wb") as out:
            source.seek(0)
            while chunk := source.read(1024 * 1024):
                out.write(chunk)
        command = [sys.executable, "-I", str(READER), str(copy), json.dumps(limits)]
        ended = _run(command, folder, answer, seconds + GRACE)
        answer.seek(0)
        return _reading(answer.read().decode("ascii", "replace").splitlines(), ended, text)


def _run(command, folder, answer, seconds):
    """Run the reader; return "" if it ended by itself, else why it was ended."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, our own arguments
            command, stdin=subprocess.DEVNULL, stdout=answer, stderr=subprocess.DEVNULL,
            cwd=folder, env={}, timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return TOO_LONG
    if done.returncode == -signal.SIGXCPU:
        return TOO_LONG
    return TOO_BIG if done.returncode else ""


def _reading(lines, ended, text_wanted):
    reading, unreadable, stopped, done = Reading(), 0, None, False
    for said in _objects(lines):
        if "error" in said:
            encrypted = said["error"] == "encrypted"
            state = File.State.ENCRYPTED if encrypted else File.State.FAILED
            return Reading(state, ENCRYPTED if encrypted else DAMAGED)
        if "pages" in said:
            reading.about = said
        elif "text" in said:
            reading.texts[said["page"]] = clean(said["text"])
        elif "cover" in said:
            reading.cover, reading.cover_size = base64.b64decode(said["cover"]), said["size"]
        unreadable += "unreadable" in said
        stopped = said.get("stopped", stopped)
        done = done or "done" in said
    if not reading.about or not reading.about["pages"]:
        return Reading(File.State.FAILED, ended or DAMAGED)
    if text_wanted:
        _judge(reading, unreadable, stopped, "" if done else ended or TOO_BIG)
    return reading


def _judge(reading, unreadable, stopped, ended):
    """Say in the reading what is missing from it."""
    pages = reading.about["pages"]
    if not any(reading.texts.values()):
        if ended or unreadable == pages:
            reading.state, reading.problem = File.State.FAILED, ended or DAMAGED
        else:
            reading.state = File.State.NO_TEXT
            reading.problem = SCAN if reading.about["pictures"] else NO_WORDS
    elif ended or stopped is not None:
        reading.problem = f"Read up to page {max(reading.texts)} of {pages}. {ended or TOO_LONG}"
    elif unreadable:
        reading.problem = f"{unreadable} of {pages} pages could not be read."
    elif pages > LIMITS["pages"]:
        reading.problem = f"Read up to page {LIMITS['pages']} of {pages}."


def _objects(lines):
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:  # the line that an end by force cut off
            return


def clean(text):
    """Return page text as the database takes it: words broken at a line's end joined, no NUL."""
    text = LINE_END_HYPHEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def read_waiting(pk):
    """Read the file with this key if it waits and nobody else is at it; return it, or None."""
    if not File.objects.waiting().filter(pk=pk).update(claimed_at=timezone.now()):
        return None
    file = File.objects.select_related("publication").get(pk=pk)
    try:
        with file.file.open("rb") as source:
            reading = read_pdf(source)
    except OSError as error:
        reading = Reading(File.State.FAILED, f"It cannot be opened: {error.strerror or 'it is missing'}.")
    record(file, reading)
    if file.cover and not file.cover_widths:
        file.cover.make_copies()
    return file


@transaction.atomic
def record(file, reading):
    """Write a Reading down, all of it or nothing; the publication's clock moves, so that search follows."""
    File.objects.select_for_update().get(pk=file.pk)  # one at a time, if two read the same file
    file.page_texts.all().delete()
    PageText.objects.bulk_create(
        [PageText(file=file, number=number, text=text) for number, text in reading.texts.items()],
        batch_size=500,
    )
    file.state, file.why, file.claimed_at = reading.state, reading.problem[:300], None
    if reading.about:
        about = reading.about
        file.pages, file.tagged, file.contents = about["pages"], about["tagged"], about["contents"]
        file.document_title, file.document_language = clean(about["title"]), clean(about["language"])
    if reading.cover:
        file.cover.save("cover.webp", ContentFile(reading.cover), save=False)
        file.cover_size, file.cover_widths = reading.cover_size, []
    file.save()
    if file.is_main and file.pages and not file.publication.pages:
        file.publication.pages = file.pages
        file.publication.save(update_fields=["pages"])
    file.publication.touch()
