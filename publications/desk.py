"""Import and export of publications by staff."""

from pathlib import Path

from django import forms

from content import tables
from publications.citations import for_table
from publications.exports import written
from publications.importing import READERS, BadFileError, harvest, import_rows
from publications.models import Publication

PATIENCE = 20  # seconds that a page of staff may wait for another repository


class ImportForm(tables.ImportForm):
    """A CSV, RIS or BibTeX file, or another repository's address; `cleaned_data["rows"]` are its rows."""

    file = forms.FileField(
        label="CSV, RIS or BibTeX file",
        required=False,
        help_text="In UTF-8, its name ending in .csv, .ris or .bib. Records come in as drafts; those that are"
        " here already, by DOI or by title and year, are left alone.",
    )
    address = forms.URLField(
        label="Or the OAI-PMH address of another repository",
        required=False,
        assume_scheme="https",
        help_text="It may be narrowed: https://other.example/oai?set=reports&from=2015-01-01.",
    )
    field_order = ["file", "address", "dry_run"]

    def clean_file(self):
        if not self.cleaned_data["file"]:
            return None
        reader = READERS.get(Path(self.cleaned_data["file"].name).suffix.lower().removeprefix("."))
        if reader is None:
            raise forms.ValidationError("The name of the file must end in .csv, .ris or .bib.")
        text = super().clean_file().getvalue()
        try:
            return reader(text)
        except BadFileError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        rows, address, self.left_out = cleaned.get("file"), cleaned.get("address"), []
        if not self.errors and (rows is None) == (not address):
            raise forms.ValidationError("Choose a file, or give an address: one of the two.")
        if address and not self.errors:
            try:
                rows = harvest(address, within=PATIENCE, leave_out=lambda *why: self.left_out.append(why))
            except BadFileError as error:
                self.add_error("address", str(error))
        return cleaned | {"rows": rows}


class TableAdmin(tables.TableAdmin):
    """Import and export in the formats of other catalogues."""

    table = "publications"
    import_form = ImportForm
    formats = {"csv": "CSV", "ris": "RIS", "bib": "BibTeX"}

    def take_in(self, form, *, dry_run):
        outcome = import_rows(form.cleaned_data["rows"], dry_run=dry_run)
        outcome.left_out = form.left_out
        return outcome

    def give_out(self, suffix):
        return written(for_table(Publication.objects.order_by("pk"), private=True), suffix)
