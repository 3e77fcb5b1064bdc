"""Import and export of publications by staff."""

from pathlib import Path

from django import forms

from content import tables
from publications.citations import for_citing, work_of
from publications.exports import WRITERS, as_csv
from publications.importing import READERS, BadFileError, import_rows
from publications.models import Publication


class ImportForm(tables.ImportForm):
    """A CSV, RIS or BibTeX file; `cleaned_data["file"]` are its rows."""

    file = forms.FileField(
        label="CSV, RIS or BibTeX file",
        help_text="In UTF-8, its name ending in .csv, .ris or .bib. Records come in as drafts; those that are"
        " here already, by DOI or by title and year, are left alone.",
    )

    def clean_file(self):
        reader = READERS.get(Path(self.cleaned_data["file"].name).suffix.lower().removeprefix("."))
        if reader is None:
            raise forms.ValidationError("The name of the file must end in .csv, .ris or .bib.")
        text = super().clean_file().getvalue()
        try:
            return reader(text)
        except BadFileError as error:
            raise forms.ValidationError(str(error)) from error


class TableAdmin(tables.TableAdmin):
    """Import and export in the formats of other catalogues."""

    table = "publications"
    import_form = ImportForm
    formats = {"csv": "CSV", "ris": "RIS", "bib": "BibTeX"}

    def take_in(self, form, *, dry_run):
        return import_rows(form.cleaned_data["file"], dry_run=dry_run)

    def give_out(self, suffix):
        works = [work_of(publication) for publication in for_citing(Publication.objects.order_by("pk"))]
        return (WRITERS | {"csv": as_csv})[suffix](works)
