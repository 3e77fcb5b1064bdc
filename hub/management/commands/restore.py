from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from content.caching import forget_cached_pages
from hub.backup import BackupError, restore


class Command(BaseCommand):
    help = "Restore a backup, whole or not at all. Run migrate first; erasures made since are done again."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose what the database has now")

    def handle(self, folder, replace, **options):
        try:
            erased = restore(folder, replace, self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        forget_cached_pages()
        self.stdout.write(f"Restored. People erased again: {erased}. Now run update_search_index.")
