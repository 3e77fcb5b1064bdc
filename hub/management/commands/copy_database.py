import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hub.backup import BackupError, copy_database
from hub.environment import parse_database


class Command(BaseCommand):
    help = "Copy everything to another, empty database, such as postgres://user@host/name, and compare."

    def add_arguments(self, parser):
        parser.add_argument("address")

    def handle(self, address, **options):
        with tempfile.TemporaryDirectory(prefix="hub-copy-") as folder:
            try:
                written = copy_database(parse_database("address", address), Path(folder), self.stdout.write)
            except BackupError as error:
                raise CommandError(str(error)) from error
        rows = sum(table["rows"] for table in written.values())
        self.stdout.write(f"Copied {rows} rows; every table has the same hash on both sides.")
