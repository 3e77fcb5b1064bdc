"""The staff pages that take a whole list of records in and give it out, for the admin of each kind."""

import io

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from content.scanning import check_clean

SHOWN = 200
LARGEST = 10 * 1024 * 1024  # bytes of a file


class ImportForm(forms.Form):
    """A text file, first tried without writing anything."""

    file = forms.FileField(
        label="CSV file", help_text="UTF-8, with a line of column names. Rows match by slug."
    )
    dry_run = forms.BooleanField(label="Only say what would change", required=False, initial=True)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError("This file is larger than 10 MB. Send it in parts.")
        check_clean(upload)
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("This file is not in UTF-8. Save it as “CSV UTF-8”.") from error
        return io.StringIO(text, newline="")


class TableAdmin:
    """Adds import/ and export/ to the admin of something publishable.

    A subclass says `table` (what it is called), `take_in` and `give_out`, and other `formats` than CSV.
    """

    table = ""
    import_form = ImportForm
    formats = {"csv": "CSV"}
    change_list_template = "admin/desk/table_list.html"

    def take_in(self, form, *, dry_run):
        """Return a report with `problems`, `changes` and a `summary`; write unless there is a problem."""
        raise NotImplementedError

    def give_out(self, suffix):
        """Return the text of all records, drafts included."""
        raise NotImplementedError

    def get_urls(self):
        return [
            self.page("import/", self.import_table, "import"),
            self.page("export/", self.export_table, "export"),
            *super().get_urls(),
        ]

    def import_table(self, request):
        """Show what a file would change, or change it; needs the right to add and to change."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = self.import_form(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            report = self.take_in(form, dry_run=form.cleaned_data["dry_run"])
        context = self.admin_site.each_context(request) | {
            "title": f"Import {self.table}",
            "opts": self.opts,
            "form": form,
            "report": report,
            "dry_run": report and form.cleaned_data["dry_run"],
            "problems": report and report.problems[:SHOWN],
            "changes": report and report.changes[:SHOWN],
        }
        return TemplateResponse(request, "admin/desk/import.html", context)

    def export_table(self, request):
        """Give the whole table, drafts and what is private included, to staff who may see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        suffix = request.GET.get("format", "csv")
        if suffix not in self.formats:
            raise Http404
        kind = "text/csv" if suffix == "csv" else "text/plain"
        response = HttpResponse(self.give_out(suffix), content_type=f"{kind}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.table}-all.{suffix}"'
        return response
