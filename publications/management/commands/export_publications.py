from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from publications.citations import for_table
from publications.exports import written
from publications.importing import READERS
from publications.models import Publication


class Command(BaseCommand):
    help = "Write all publications as .csv, .ris or .bib, drafts included: what import_publications reads."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="a name that ends in .csv, .ris or .bib")

    def handle(self, *, path, **options):
        suffix = path.suffix.lower().removeprefix(".")
        if suffix not in READERS:
            raise CommandError(f"{path.name} is neither .csv, .ris nor .bib.")
        publications = for_table(Publication.objects.order_by("pk"), private=True)
        path.write_text(written(publications, suffix), encoding="utf-8", newline="")
        self.stdout.write(f"{len(publications)} publications written to {path.name}")
