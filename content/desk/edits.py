"""No work is lost: edits kept beside the live text, other editors' saves, sessions that ran out."""

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import all_valid
from django.http import Http404
from django.shortcuts import redirect, render
from reversion import create_revision

from content import rescue
from content.desk.forms import EditedForm
from content.editing import KeptEdit, as_lists
from content.history import compare, fields_of


class Edits:
    """The part of an admin that opens, saves, keeps, compares and drops edits."""

    form = EditedForm
    change_form_template = "admin/desk/change_form.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        item = self.get_object(request, object_id) if object_id else None
        if request.method == "POST" and item and self._must_keep(request, item):
            return self._keep(request, item)
        kept = KeptEdit.objects.of(item).select_related("kept_by").first() if item else None
        rescued = rescue.found(request) if request.method == "GET" else None
        if request.method == "GET":
            request.edits = rescued or (kept.data() if kept and "live" not in request.GET else None)
        context = {
            "may_publish": self.has_publish_permission(request, item),
            "kept": kept,
            "rescued": rescued is not None,
            "live_shown": "live" in request.GET,
            "warnings": self.warnings(item) if item and request.method == "GET" else [],
            "preview_link": self.preview_link(item) if item else "",
        }
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def warnings(self, item):
        """Return what to look at before publishing, as sentences. Each kind of content says its own."""
        return []

    def _must_keep(self, request, item):
        """Whether this POST goes beside the live text: by choice, or for want of leave to publish."""
        wanted = "_keep" in request.POST or not self.has_publish_permission(request, item)
        return wanted and item.published_at is not None and "version" in request.POST

    def _keep(self, request, item):
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        KeptEdit.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(item),
            object_id=item.pk,
            defaults={"form": as_lists(request.POST), "kept_by": request.user},
        )
        rescue.forget(request)
        messages.success(request, "Your edits are kept as a draft. Readers go on seeing the live text.")
        return redirect(request.path)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Open the form on kept or rescued edits where there are any."""
        form = super().get_form(request, obj, change, **kwargs)
        data = getattr(request, "edits", None)
        if data is None:
            return form

        class Opened(form):
            saving = False

            def __init__(self, *args, instance=None, **kwargs):
                super().__init__(data, instance=instance)

        return Opened

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        data = getattr(request, "edits", None)
        if data is not None and f"{prefix}-TOTAL_FORMS" in data:
            kwargs |= {"data": data, "files": None}
        return kwargs

    def try_out(self, request, item, data, look):
        """Save a form in a transaction that is undone; return what `look` made of it, and the faults."""
        request.edits = data
        fields = flatten_fieldsets(self.get_fieldsets(request, item))
        form = self.get_form(request, item, change=item is not None, fields=fields)(instance=item)
        formsets, _ = self._create_formsets(request, form.instance, change=item is not None)
        request.edits = None
        if not all([form.is_valid(), all_valid(formsets)]):
            return None, [form, *formsets]
        with create_revision(manage_manually=True), transaction.atomic():
            saved = form.save()
            for formset in formsets:
                formset.instance = saved
                formset.save()
            found = look(saved)
            transaction.set_rollback(True)
        return found, []

    def render_change_form(self, request, context, **kwargs):
        """Show both texts when somebody else saved meanwhile."""
        others = getattr(context["adminform"].form, "others_text", None)
        if others is not None:
            mine, _ = self.try_out(request, self.get_object(request, str(others.pk)), request.POST, fields_of)
            context["both_texts"] = compare(fields_of(others), mine) if mine else []
        return super().render_change_form(request, context, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        item = form.instance
        KeptEdit.objects.of(item).delete()
        rescue.forget(request)
        if form.cleaned_data.get("tell_readers") and item.published_at:
            item.add_change_note(form.cleaned_data["change_note"])
        if "_review" in request.POST and item.published_at is None:
            item.send_for_review()
        if "_publish" in request.POST and self.has_publish_permission(request, item):
            self.publish(request, item)

    def get_urls(self):
        return [
            self.page("<path:object_id>/compare/", self.compare_view, "compare"),
            self.page("<path:object_id>/drop/", self.drop_view, "drop"),
            *super().get_urls(),
        ]

    def compare_view(self, request, object_id):
        """Show field by field what kept edits would change."""
        item, kept = self._item_with_edits(request, object_id)
        live = fields_of(item)
        mine, faults = self.try_out(request, item, kept.data(), fields_of)
        context = {
            **self.admin_site.each_context(request),
            "title": "Edits kept as a draft",
            "opts": self.opts,
            "item": item,
            "kept": kept,
            "changes": compare(live, mine) if mine else [],
            "faults": faults,
        }
        return render(request, "admin/desk/compare.html", context)

    def drop_view(self, request, object_id):
        """Forget kept edits; the live text stays as it is. POST only."""
        _, kept = self._item_with_edits(request, object_id)
        if request.method == "POST":
            kept.delete()
            messages.success(request, "The kept edits are dropped. The live text is unchanged.")
        return redirect("../change/")

    def _item_with_edits(self, request, object_id):
        item = self.get_object(request, object_id)
        if item is None or not (kept := KeptEdit.objects.of(item).first()):
            raise Http404
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        return item, kept
