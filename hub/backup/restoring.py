"""Restores a backup whole, or not at all."""

import contextlib
from itertools import batched

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction

from content.erasures import erase_again, remembered_erasures
from hub.backup.reading import BackupError, check, read_manifest, table_file
from hub.backup.rows import AT_ONCE, digest_of, insert_rows, tables
from hub.backup.writing import applied_migrations

# What every new database holds by itself.
COMES_WITH_MIGRATE = {"auth.permission", "auth.group", "auth.group_permissions", "sites.site"}
COMES_WITH_MIGRATE |= {"contenttypes.contenttype", "content.generation"}


def restore(folder, replace=False, say=lambda line: None, using="default"):
    """Load a backup into a migrated database; return how many erasures were done again.

    Refuses, before or without touching anything, a backup that is damaged, foreign or of another version,
    and a database that has content, unless it may be replaced. Raises BackupError.
    """
    manifest = read_manifest(folder)
    check(folder, manifest)
    say("The backup is whole.")
    if manifest["migrations"] != applied_migrations(using):
        raise BackupError("The backup is of another version: install that version, restore, then migrate.")
    if set(manifest["tables"]) != {model._meta.label_lower for model in tables()}:
        raise BackupError("The backup has other tables than this version of the Hub.")
    if not replace and (filled := filled_tables(using)):
        raise BackupError(f"The database has content already ({filled[0]}): add --replace to lose it.")
    with all_or_nothing(using):
        load(folder, manifest, using, say)
        copy_files(folder, manifest, say)
    return erase_again(remembered_erasures()) if using == "default" else 0


@contextlib.contextmanager
def all_or_nothing(using):
    """Have one transaction for the block. Raises BackupError when the database refuses what is in it."""
    try:
        with transaction.atomic(using):
            yield
    except DatabaseError as error:
        raise BackupError(f"The database refused a row, so nothing was restored: {error}") from error


def filled_tables(using):
    return [
        model._meta.label_lower
        for model in tables()
        if model._meta.label_lower not in COMES_WITH_MIGRATE and model._base_manager.using(using).exists()
    ]


def load(folder, manifest, using, say):
    """Empty all tables, fill them, and compare every row with what was written; inside one transaction."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SET LOCAL statement_timeout = 0")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for model in reversed(tables()):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 (our own names)
    for model in tables():
        label = model._meta.label_lower
        with table_file(folder, label).open(encoding="utf-8", newline="\n") as lines:
            for some in batched(lines, AT_ONCE, strict=False):
                insert_rows(model, some, connection)
        if digest_of(model, using) != manifest["tables"][label]:
            raise BackupError(f"The table {label} did not arrive as it was written: nothing was restored.")
        say(f"{label}: {manifest['tables'][label]['rows']} rows")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def copy_files(folder, manifest, say):
    for name in manifest["files"]:
        default_storage.delete(name)  # it would keep the old one, and give the new one another name
        with (folder / "media" / name).open("rb") as source:
            default_storage.save(name, File(source))
    say(f"media: {len(manifest['files'])} files")
