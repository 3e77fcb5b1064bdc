"""Threads, reasons and block lists."""

from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import Resolver404, resolve

from comments.models import BlockedSender, BlockedWord, DeclineReason, Discussion, ModerationRecord


@admin.register(DeclineReason)
class DeclineReasonAdmin(admin.ModelAdmin):
    list_display = ["title", "text", "order"]
    list_editable = ["order"]


@admin.register(BlockedSender)
class BlockedSenderAdmin(admin.ModelAdmin):
    list_display = ["value", "note"]
    search_fields = ["value", "note"]


@admin.register(BlockedWord)
class BlockedWordAdmin(admin.ModelAdmin):
    search_fields = ["text"]


class DiscussionForm(forms.ModelForm):
    """A thread is added by the address of its page."""

    page = forms.CharField(
        label="address of the page",
        help_text="Copy it from the browser, for example /publications/12/a-guide/",
    )

    class Meta:
        model = Discussion
        fields = ["page", "switch"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["page"]

    def clean_page(self):
        try:
            path = urlsplit(self.cleaned_data["page"]).path
            slug = resolve(path).kwargs.get("slug")
        except (Resolver404, ValueError) as error:
            raise forms.ValidationError("No page of the Hub has this address.") from error
        for kind in settings.COMMENT_KINDS:
            for item in apps.get_model(kind)._default_manager.filter(slug=slug):
                if item.get_absolute_url() == path:
                    return self._fill(item)
        raise forms.ValidationError("This page cannot have comments.")

    def _fill(self, item):
        discussion = Discussion.about(item)
        if discussion.pk:
            raise forms.ValidationError(
                "This page has a thread already: find it in the list and change it there."
            )
        self.instance.kind, self.instance.object_id = discussion.kind, discussion.object_id
        return item


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    """Open, close or switch off the comments of a page."""

    form = DiscussionForm
    list_display = ["title", "kind", "switch"]
    list_filter = ["kind", "switch"]
    readonly_fields = ["history"]

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("-pk")

    def get_changelist_instance(self, request):
        changes = super().get_changelist_instance(request)
        Discussion.fetch_items(changes.result_list)
        return changes

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return ["switch", "history"] if obj else ["page", "switch"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        did = f"comments {obj.get_switch_display().split(':')[0].split(',')[0].lower()}"
        ModerationRecord.objects.create(discussion=obj, did=did, by=request.user)

    @admin.display(description="page")
    def title(self, discussion):
        return str(discussion)

    @admin.display(description="what was done")
    def history(self, discussion):
        records = discussion.records.select_related("by")
        return "\n".join(f"{record.at:%-d %B %Y, %H:%M} {record}" for record in records) or "Nothing yet"
