"""Import and export of programmes, places and projects by staff."""

from content import tables
from places.exporting import as_csv
from places.importing import import_csv


class TableAdmin(tables.TableAdmin):
    """Import and export as CSV; `table` is a name in `places.code_book`."""

    def take_in(self, form, *, dry_run):
        return import_csv(self.table, form.cleaned_data["file"], dry_run=dry_run)

    def give_out(self, suffix):
        return as_csv(self.table, private=True)
