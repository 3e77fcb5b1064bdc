"""The folder of the index: which copy is live, who may write, how far it has read.

    SEARCH_DIR/current -> 3f2a…   the live copy: items/, pages/, position.json
    SEARCH_DIR/building           a copy being made
    SEARCH_DIR/lock               held by the one process that writes

Readers notice a new copy and new commits by the time stamps of files; nothing is sent between processes.
"""

import contextlib
import fcntl
import json
import os
import shutil
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from content.searching.schema import VERSION, open_index

_readers = {}
_guard = threading.Lock()


class UnavailableError(Exception):
    """There is no index to ask: it is missing, damaged or being made."""


@dataclass
class Reader:
    """Both indexes of one copy, as this process has them open, and what was worked out from them."""

    items: object
    pages: object
    stamp: tuple
    position: dict
    vocabulary: object = None
    totals: dict = field(default_factory=dict)


def folder():
    return Path(settings.SEARCH_DIR)


def current():
    """Return the folder of the live copy (which need not exist)."""
    return folder() / "current"


def _stamp():
    parts = (current(), current() / "items" / "meta.json", current() / "pages" / "meta.json")
    return (os.readlink(parts[0]), *(part.stat().st_mtime_ns for part in parts[1:]))


def reader():
    """Return the live copy, opened again when it changed; raise UnavailableError when there is none."""
    try:
        stamp, known = _stamp(), _readers.get(folder())
        if known and known.stamp == stamp:
            return known
        with _guard:
            known = _readers.get(folder())
            if known is None or known.stamp != stamp:
                _readers[folder()] = known = _open(current(), stamp)
            return known
    except (OSError, ValueError) as error:
        raise UnavailableError("The search index is missing or damaged.") from error


def is_ready():
    """Say whether there is a live copy that opens."""
    try:
        return bool(reader())
    except UnavailableError:
        return False


def _open(path, stamp):
    position = read_position(path)
    if position.get("version") != VERSION:
        raise ValueError("The search index was made by another version.")
    return Reader(open_index(path / "items", "items"), open_index(path / "pages", "pages"), stamp, position)


def read_position(path):
    """Return how far a copy has read: {"version": 1, "kinds": {kind: ISO time}}; empty when unknown."""
    try:
        return json.loads((path / "position.json").read_text())
    except (OSError, ValueError):
        return {}


def write_position(path, kinds):
    """Write how far a copy has read, whole or not at all."""
    draft = path / "position.json.new"
    draft.write_text(json.dumps({"version": VERSION, "kinds": kinds}))
    draft.replace(path / "position.json")


def position(kind):
    """Return the moment up to which the live copy has read a kind, or None."""
    text = reader().position.get("kinds", {}).get(kind)
    return datetime.fromisoformat(text) if text else None


def last_look():
    """Return how many seconds ago any process of this machine last followed the clock."""
    try:
        return time.time() - (current() / "position.json").stat().st_mtime
    except OSError:
        return float("inf")


@contextlib.contextmanager
def writing(wait):
    """Hold the machine's one right to write; yield False at once if another has it and `wait` is false."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def swap_in(built):
    """Make a finished copy the live one in one step, then clear away the others. Needs the lock."""
    name = uuid.uuid4().hex[:12]
    built.rename(folder() / name)
    link = folder() / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(current())
    clear_away()


def clear_away():
    """Delete every copy that is not live. Processes that still read one keep it until they look again."""
    live = os.readlink(current()) if current().is_symlink() else ""
    for path in folder().iterdir():
        if path.is_dir() and not path.is_symlink() and path.name != live:
            shutil.rmtree(path, ignore_errors=True)


def suspect():
    """Say that the live copy gave an error, so that the next writer looks at it and makes a new one."""
    with contextlib.suppress(OSError):
        (folder() / "suspect").touch()


def is_sound():
    """Tell whether the live copy opens and nobody has complained of it. Needs the lock."""
    if (folder() / "suspect").exists():
        return False
    try:
        _open(current(), ()).items.searcher()
    except (OSError, ValueError):
        return False
    return True
