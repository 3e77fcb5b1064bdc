"""The staff pages that take a table in as CSV and give it out, for the admin of each kind of record."""

import io

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from places.exporting import as_csv
from places.importing import import_csv

SHOWN = 200


class ImportForm(forms.Form):
    """A CSV file, first tried without writing anything."""

    file = forms.FileField(
        label="CSV file", help_text="UTF-8, with a line of column names. Rows match by slug."
    )
    dry_run = forms.BooleanField(label="Only say what would change", required=False, initial=True)

    def clean_file(self):
        try:
            text = self.cleaned_data["file"].read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("This file is not in UTF-8. Save it as “CSV UTF-8”.") from error
        return io.StringIO(text, newline="")


class TableAdmin:
    """Adds import/ and export/ to the admin of a model; `table` is its name in `places.columns`."""

    change_list_template = "admin/places/table_list.html"

    def get_urls(self):
        name = f"places_{self.model._meta.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(self.import_table), name=f"{name}_import"),
            path("export/", wrap(self.export_table), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def import_table(self, request):
        """Show what a file would change, or change it; needs the right to add and to change."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            dry_run = form.cleaned_data["dry_run"]
            report = import_csv(self.table, form.cleaned_data["file"], dry_run=dry_run)
        context = self.admin_site.each_context(request) | {
            "title": f"Import {self.table}",
            "opts": self.model._meta,
            "form": form,
            "report": report,
            "dry_run": report and form.cleaned_data["dry_run"],
            "problems": report and report.problems[:SHOWN],
            "changes": report and report.changes[:SHOWN],
        }
        return TemplateResponse(request, "admin/places/import.html", context)

    def export_table(self, request):
        """Give the whole table, drafts and mailboxes included, to staff who may see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = HttpResponse(as_csv(self.table, private=True), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.table}-all.csv"'
        return response
