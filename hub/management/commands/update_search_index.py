"""Brings this machine's search index up to the database's clock."""

from django.core.management.base import BaseCommand

from content.searching import catch_up, rebuild
from hub.searching import SOURCES
from hub.tasks import update_search_index


class Command(BaseCommand):
    help = "Catch up with what changed, comparing every row; --rebuild makes a new index and swaps it in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--rebuild", action="store_true", help="start from nothing, beside the live index"
        )
        parser.add_argument("--quick", action="store_true", help="read only what changed since the last time")
        parser.add_argument("--later", action="store_true", help="leave it to a worker (manage.py db_worker)")

    def handle(self, **options):
        if options["later"]:
            update_search_index.enqueue()
            self.stdout.write("A worker will do it.")
            return
        if options["rebuild"]:
            progress = rebuild(SOURCES, tell=self._tell)
        else:
            progress = catch_up(SOURCES, thorough=not options["quick"], tell=self._tell)
        self.stdout.write(f"{progress.written} items indexed, {progress.removed} removed")

    def _tell(self, kind, done, of):
        if done % 500 == 0 or (done == of and of > 500):
            self.stdout.write(f"{kind}: {done:,} of {of:,}")
