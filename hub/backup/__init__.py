"""Backups that either database can be restored from, and copies between the two.

A backup is a folder: one file of JSON lines a table, the media files, and `manifest.json` with the number of
rows and a hash of every table, the hash of every file, and the migrations that the tables belong to.
"""

from hub.backup.copying import copy_database
from hub.backup.reading import BackupError, read_manifest
from hub.backup.restoring import restore
from hub.backup.writing import write_backup

__all__ = ["BackupError", "copy_database", "read_manifest", "restore", "write_backup"]
