"""Reads a backup and refuses one that is damaged, incomplete or not ours."""

import hashlib
import json

from hub.backup.rows import Digest

FORMAT = "systems-leadership-hub backup 1"
PARTS = {"format", "made_at", "site", "migrations", "tables", "files"}


class BackupError(Exception):
    """What is wrong with a backup, in words for the operator."""


def file_hash(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder):
    """Return the manifest of a folder that is a backup of a Hub. Raises BackupError."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder} holds no readable manifest.json: it is no backup.") from error
    if not isinstance(manifest, dict) or not manifest.keys() >= PARTS or manifest["format"] != FORMAT:
        raise BackupError(f"{folder} is no backup that this version of the Hub wrote.")
    return manifest


def check(folder, manifest):
    """Compare every table and file with its hash before anything is touched. Raises BackupError."""
    for label, expected in manifest["tables"].items():
        digest = Digest()
        try:
            with table_file(folder, label).open(encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    digest.add(line.removesuffix("\n"))
        except (OSError, UnicodeError) as error:
            raise BackupError(f"The table {label} is missing or unreadable.") from error
        if digest.as_values() != expected:
            raise BackupError(f"The table {label} is not as it was written: the backup is damaged.")
    for name, expected in manifest["files"].items():
        path = (folder / "media" / name).resolve()
        if not path.is_relative_to((folder / "media").resolve()):
            raise BackupError(f"The file name {name!r} leads out of the backup.")
        if not path.is_file() or file_hash(path) != expected:
            raise BackupError(f"The file {name} is missing or damaged.")


def table_file(folder, label):
    return folder / "tables" / f"{label}.jsonl"
