"""Copies the database to another one, of the same kind or the other, and proves that it arrived."""

from django.core.management import call_command

from hub.backup.reading import BackupError
from hub.backup.restoring import all_or_nothing, filled_tables, load
from hub.backup.writing import opened, snapshot, write_tables


def copy_database(database, folder, say=lambda line: None, using="default"):
    """Copy all rows to a Django DATABASES entry, by way of files in an empty folder.

    Migrates the target first; refuses one that has content. Returns the hashes of all tables, compared on
    both sides. Raises BackupError.
    """
    with snapshot(using) as source:
        written = write_tables(folder / "tables", source, lambda line: None)
    with opened("copy-target", database) as target:
        call_command("migrate", database=target, verbosity=0)
        if filled := filled_tables(target):
            raise BackupError(f"The target has content already ({filled[0]}): name an empty database.")
        with all_or_nothing(target):
            load(folder, {"tables": written}, target, say)
    return written
