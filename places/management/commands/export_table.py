from pathlib import Path

from django.core.management.base import BaseCommand

from places.code_book import TABLES
from places.exporting import as_csv


class Command(BaseCommand):
    help = "Write all programmes, places or projects as CSV, drafts and mailboxes included."

    def add_arguments(self, parser):
        parser.add_argument("table", choices=TABLES)
        parser.add_argument("csv_path", type=Path)

    def handle(self, table, csv_path, **options):
        csv_path.write_text(as_csv(table, private=True), encoding="utf-8", newline="")
        self.stdout.write(f"{table} written to {csv_path.name}")
