"""Admin of the repository: records, files with their state, requests for other formats."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from content.admin import PublishableAdmin
from publications.counting import take_in
from publications.desk import TableAdmin
from publications.figures import KINDS, as_csv
from publications.models import Creator, DailyCount, File, FormatRequest, Publication, PublicationSource
from publications.tasks import read_file
from publications.uploading import check_upload, look_ahead, titles_like, warnings_about


class FileForm(forms.ModelForm):
    """A PDF, checked before it comes in. `warnings` says what its editor should know."""

    warnings = ()

    class Meta:
        model = File
        fields = ["file", "label", "is_main"]

    def clean_file(self):
        return self.checked("file")

    def checked(self, name):
        upload = self.cleaned_data.get(name)
        if upload and name in self.changed_data:
            self.warnings = warnings_about(upload, check_upload(upload))
        return upload


class VersionForm(FileForm):
    """A file that is there already: its label, and a newer version to put in its place."""

    new_version = forms.FileField(
        required=False, help_text="It takes this file’s address. The old one is kept."
    )
    what_changed = forms.CharField(
        required=False, max_length=300, help_text="One sentence. Readers see it at the foot of the page."
    )

    class Meta:
        model = File
        fields = ["label", "is_main"]

    def clean_file(self):
        return self.instance.file

    def clean_new_version(self):
        return self.checked("new_version")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_version") and not cleaned.get("what_changed"):
            self.add_error("what_changed", "Say in one sentence what changed.")
        return cleaned


class LooksAhead:
    """Looks at uploaded PDFs before the page's transaction: a slow one keeps nobody else from saving."""

    def changeform_view(self, request, *args, **kwargs):
        if request.method == "POST" and self.has_change_permission(request):
            look_ahead(request.FILES.values())
        return super().changeform_view(request, *args, **kwargs)


def say(request, form):
    for warning in form.warnings:
        messages.warning(request, warning)


class FileInline(admin.TabularInline):
    model = File
    form = FileForm
    extra = 0
    fields = ["file", "label", "is_main", "state", "why"]
    readonly_fields = ["state", "why"]
    show_change_link = True
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).current()

    def has_change_permission(self, request, obj=None):
        """New versions have a page of their own, where they can say what changed."""
        return False


class CreatorInline(admin.TabularInline):
    model = Creator
    extra = 0
    autocomplete_fields = ["person", "organisation"]


class PublicationSourceInline(admin.TabularInline):
    model = PublicationSource
    extra = 0


@admin.register(Publication)
class PublicationAdmin(LooksAhead, TableAdmin, PublishableAdmin):
    list_display = ["title", "type", "issued", "publisher"]
    list_select_related = ["publisher"]
    list_filter = ["type", "licence", "language"]
    search_fields = ["title", "subtitle", "doi", "isbn"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = [
        "publisher", "co_publishers", "programmes", "places", "projects", "events", "supersedes",
    ]  # fmt: skip
    inlines = [FileInline, CreatorInline, PublicationSourceInline]

    def waiting(self, request):
        """As for everything publishable, and the files that could not be read."""
        yield from super().waiting(request)
        failed = File.objects.filter(state=File.State.FAILED)
        yield "with failed files", failed.values("publication").distinct().count(), ""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "title" in form.changed_data:
            for title in titles_like(obj):
                messages.warning(request, f"There is a publication of nearly the same title: “{title}”.")

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is File:
            for file_form in formset.forms:
                say(request, file_form)
            for file in formset.new_objects:
                read_file.enqueue(file.pk)


@admin.register(File)
class FileAdmin(LooksAhead, admin.ModelAdmin):
    """Every file with the state of its text: what waits, what failed and why."""

    list_display = ["name", "publication", "state", "why", "pages", "tagged"]
    list_filter = ["state", "tagged", ("replaced_on", admin.EmptyFieldListFilter)]
    list_select_related = ["publication"]
    search_fields = ["name", "publication__title", "sha256"]
    actions = ["try_again"]
    form = VersionForm
    readonly_fields = ["publication", "open", "state", "why", "pages", "tagged", "document_title",
                       "document_language", "size", "sha256", "note", "replaced_on"]  # fmt: skip
    fields = ["publication", "open", "label", "is_main", "new_version", "what_changed", *readonly_fields[2:]]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="file")
    def open(self, file):
        return format_html('<a href="{}">{}.pdf</a>', file.get_absolute_url(), file.name)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("new_version"):
            new = obj.replace_with(form.cleaned_data["new_version"], form.cleaned_data["what_changed"])
            read_file.enqueue(new.pk)
            say(request, form)
        obj.publication.touch()

    @admin.action(description="Try again to read the text", permissions=["change"])
    def try_again(self, request, queryset):
        for file in queryset:
            file.try_again()
            read_file.enqueue(file.pk)
        messages.success(request, f"{len(queryset)} put back in the queue.")


class OpenFilter(admin.SimpleListFilter):
    title = "answer"
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        rows = FormatRequest.objects
        return [
            ("open", f"Open ({rows.open().count()})"),
            ("overdue", f"Overdue ({rows.overdue().count()})"),
        ]

    def queryset(self, request, queryset):
        phrases = {"open": queryset.open, "overdue": queryset.overdue}
        return phrases.get(self.value(), queryset.all)()


@admin.register(FormatRequest)
class FormatRequestAdmin(admin.ModelAdmin):
    list_display = ["due_on", "format", "file", "received_at", "answered_on"]
    list_filter = [OpenFilter, "format"]
    list_select_related = ["file__publication"]
    readonly_fields = ["file", "format", "message", "email", "received_at", "due_on"]
    fields = [*readonly_fields, "answered_on", "answer"]
    actions = ["answered"]

    def has_add_permission(self, request):
        return False

    @admin.action(description="Answered today", permissions=["change"])
    def answered(self, request, queryset):
        queryset.open().update(answered_on=timezone.localdate())


@admin.register(DailyCount)
class DailyCountAdmin(admin.ModelAdmin):
    """Views and downloads by day; brought up to date whenever staff look."""

    list_display = ["day", "publication", "views", "downloads"]
    list_select_related = ["publication"]
    date_hierarchy = "day"
    search_fields = ["publication__title"]

    def get_urls(self):
        figures = path(
            "<str:kind>.csv", self.admin_site.admin_view(self.figures), name="publications_figures"
        )
        return [figures, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        take_in()
        return super().changelist_view(request, extra_context)

    def figures(self, request, kind):
        if kind not in KINDS or not self.has_view_permission(request):
            raise Http404
        take_in()
        return as_csv(kind)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
