from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hub.dumps import write_dumps


class Command(BaseCommand):
    help = "Write everything public as CSV and JSON, one file a kind, with a code book, to a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, nargs="?", default=settings.VAR_DIR / "data")

    def handle(self, folder, **options):
        try:
            rows = write_dumps(folder.absolute(), self.stdout.write)
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wrote {sum(rows.values())} rows of {len(rows)} kinds to {folder}")
