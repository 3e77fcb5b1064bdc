from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from places.code_book import TABLES
from places.importing import import_csv

SHOWN = 50


class Command(BaseCommand):
    help = "Create or update programmes, places or projects from CSV: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("table", choices=TABLES)
        parser.add_argument("csv_path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, table, csv_path, dry_run, **options):
        try:
            with csv_path.open(newline="", encoding="utf-8-sig") as lines:
                report = import_csv(table, lines, dry_run=dry_run, progress=self._progress)
        except OSError as error:
            raise CommandError(f"{csv_path.name}: {error.strerror}") from error
        for problem in report.problems:
            self.stderr.write(str(problem))
        if report.problems:
            raise CommandError(f"{len(report.problems)} problems. Nothing was changed.")
        for change in report.changes[:SHOWN]:
            self.stdout.write(str(change))
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{report.total} rows: {report.created} {would}created, {report.changed} {would}changed"
        )

    def _progress(self, done):
        self.stdout.write(f"… {done} rows")
