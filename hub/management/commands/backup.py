from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hub.backup import BackupError, write_backup


class Command(BaseCommand):
    help = "Write the database and the media files to a new folder, while the site goes on."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, folder, **options):
        try:
            manifest = write_backup(folder, self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"Backed up {rows} rows and {len(manifest['files'])} files to {folder}")
