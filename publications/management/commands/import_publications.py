from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from publications.importing import READERS, BadFileError, attach_files, harvest, import_rows


class Command(BaseCommand):
    help = (
        "Import records from a .csv, .ris or .bib file, or from another repository’s OAI-PMH, as drafts;"
        " and PDFs from a folder. All or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "source",
            nargs="?",
            help="a .csv, .ris or .bib file in UTF-8, or an OAI-PMH address, “?set=…&from=…” included",
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--files", type=Path, metavar="FOLDER", help="PDFs named by number or slug")

    def handle(self, *, source, files, dry_run, **options):
        if not source and not files:
            raise CommandError("Name a file or an OAI-PMH address, or a folder of PDFs with --files.")
        if source:
            self._import(str(source), dry_run)
        for name, became in attach_files(files, dry_run=dry_run) if files else ():
            self.stdout.write(f"{name}: {became}")

    def _import(self, source, dry_run):
        is_address = source.startswith(("http://", "https://"))
        name = source if is_address else Path(source).name
        try:
            rows = (
                harvest(source, progress=self._harvested, leave_out=self._left_out)
                if is_address
                else self._read(Path(source))
            )
        except (OSError, BadFileError) as error:
            raise CommandError(f"{name}: {error}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{name} is not in UTF-8: byte {error.start}.") from error
        outcome = import_rows(rows, dry_run=dry_run, progress=self._progress)
        for where, sentence in outcome.faults:
            self.stderr.write(f"{name}, {where}: {sentence}")
        if outcome.faults:
            raise CommandError(f"Nothing was imported: {len(outcome.faults)} faults.")
        done = "would be imported" if dry_run else "imported as drafts"
        self.stdout.write(f"{len(outcome.created)} {done}, {len(outcome.known)} there already.")

    def _read(self, path):
        reader = READERS.get(path.suffix.lower().removeprefix("."))
        if reader is None:
            raise CommandError(f"{path.name} is neither .csv, .ris nor .bib.")
        return reader(path.read_text(encoding="utf-8"))

    def _left_out(self, where, why):
        self.stderr.write(f"{where}: left out, {why}")

    def _harvested(self, records):
        self.stdout.write(f"{records} records read")

    def _progress(self, done, of):
        if done % 100 == 0:
            self.stdout.write(f"{done} of {of}")
