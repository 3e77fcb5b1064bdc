"""Writes a backup while the site goes on."""

import contextlib
import json
import shutil
import sqlite3
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from hub.backup.reading import FORMAT, BackupError, file_hash
from hub.backup.rows import Digest, read_rows, tables


def write_backup(folder, say=lambda line: None, using="default"):
    """Write database and media to a new folder; return the manifest. Raises BackupError.

    The folder gets its name only when all is written, so half a backup is never taken for one.
    """
    if folder.exists():
        raise BackupError(f"{folder} is there already: name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with snapshot(using) as alias:
            manifest = {
                "format": FORMAT,
                "made_at": timezone.now().isoformat(),
                "site": settings.SITE_URL,
                "migrations": applied_migrations(alias),
                "tables": write_tables(unfinished / "tables", alias, say),
            }
        manifest["files"] = write_files(unfinished / "media", say)
        (unfinished / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def applied_migrations(alias):
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[alias]).applied_migrations())


@contextlib.contextmanager
def snapshot(using):
    """Yield the alias of a database that stands still: a copy of the file, or PostgreSQL's own snapshot."""
    if connections[using].vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix="hub-backup-") as folder:
            copy = Path(folder) / "copy.sqlite3"
            copy_sqlite(using, copy)
            with opened(f"{using}-snapshot", connections[using].settings_dict | {"NAME": str(copy)}) as alias:
                yield alias
        return
    with opened(f"{using}-snapshot", connections[using].settings_dict) as alias, transaction.atomic(alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
        yield alias


def copy_sqlite(using, target):
    """Copy the file while others write to it (SQLite's online backup)."""
    connections[using].ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connections[using].connection.backup(copy)
    finally:
        copy.close()


@contextlib.contextmanager
def opened(alias, database):
    """Know a second database by this alias for the length of the block."""
    connections.databases[alias] = connections.configure_settings({"default": {}, alias: database})[alias]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


def write_tables(folder, alias, say):
    folder.mkdir()
    written = {}
    for model in tables():
        label, digest = model._meta.label_lower, Digest()
        with (folder / f"{label}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for line in read_rows(model, alias):
                digest.add(line)
                file.write(line + "\n")
        written[label] = digest.as_values()
        say(f"{label}: {digest.rows} rows")
    return written


def write_files(folder, say):
    """Copy the media files; one that is deleted meanwhile is left out."""
    folder.mkdir()
    written = {}
    for name in sorted(stored_names()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError), default_storage.open(name) as source:
            with target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            written[name] = file_hash(target)
    say(f"media: {len(written)} files")
    return written


def stored_names(folder=""):
    """Yield the name of every media file, wherever they are kept."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from stored_names(f"{folder}{name}/")
