from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hub.static_copy import write_copy
from hub.static_copy.walking import CopyError


class Command(BaseCommand):
    help = "Write a complete browsable copy of the public site to a folder. Run again to go on after a stop."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, folder, **options):
        try:
            files = write_copy(folder.absolute(), self.stdout.write)
        except (CopyError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wrote {files} files to {folder}")
