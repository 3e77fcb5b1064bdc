"""Who changed what and when, in words; and the way back."""

from contextlib import contextmanager

import reversion
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from reversion.errors import RevertError
from reversion.models import Version

from content.history import NOT_TEXT, compare, fields_of

A_PAGE = 10


class History:
    """The part of an admin that keeps revisions (django-reversion does) and makes them readable."""

    @contextmanager
    def create_revision(self, request):
        """Looking at a page makes no revision, and so waits for nobody's save."""
        if request.method != "POST":
            yield
            return
        with super().create_revision(request):
            yield

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST":
            self._keep_first_version(self.get_object(request, object_id))
        return super().change_view(request, object_id, form_url, extra_context)

    def _keep_first_version(self, item):
        """What came by fixture or importer has no version yet: keep the text before its first edit."""
        if item and not Version.objects.get_for_object(item).exists():
            with reversion.create_revision():
                reversion.add_to_revision(item)
                reversion.set_comment("As it was before the first edit here.")

    def history_view(self, request, object_id, extra_context=None):
        """List the versions, newest first, each with what it changed."""
        item = self._item(request, object_id)
        versions = Version.objects.get_for_object(item).select_related("revision__user")
        page = Paginator(versions, A_PAGE).get_page(request.GET.get("p"))
        older = versions[page.end_index() : page.end_index() + 1] if page.has_next() else []
        shown = list(page)
        texts = [self._read(version, item.pk) for version in [*shown, *older]]
        entries = [
            {
                "version": version,
                "changes": compare(texts[index + 1] or {}, texts[index] or {})
                if index + 1 < len(texts)
                else None,
                "readable": texts[index] is not None,
                "newest": page.number == 1 and index == 0,
            }
            for index, version in enumerate(shown)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of “{item}”",
            "opts": self.opts,
            "item": item,
            "page": page,
            "entries": entries,
            "may_restore": self._may_restore(request, item),
        }
        return render(request, "admin/desk/history.html", context | (extra_context or {}))

    def _read(self, version, pk):
        """Return the fields as they were in a version, by going back and undoing that; None if it cannot."""
        try:
            with transaction.atomic():
                version.revision.revert(delete=True)
                found = fields_of(self.model._default_manager.get(pk=pk))
                transaction.set_rollback(True)
        except RevertError:
            return None
        return found

    def revision_view(self, request, object_id, version_id, extra_context=None):
        """Put a version back: text, tags and parts, but not its dates or its address. POST only."""
        item = self._item(request, object_id)
        if not self._may_restore(request, item):
            raise PermissionDenied
        version = get_object_or_404(Version.objects.get_for_object(item), pk=version_id)
        if request.method == "POST":
            try:
                self._restore(request, item, version)
                messages.success(request, "Restored. What it replaced is in the history too.")
            except RevertError:
                messages.error(
                    request, "This version cannot be restored: something that it needs was deleted."
                )
        address = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_history"
        return redirect(address, item.pk)

    def _restore(self, request, item, version):
        kept = {name: getattr(item, name) for name in NOT_TEXT if hasattr(item, name)}
        day = date_format(timezone.localtime(version.revision.date_created), "j F Y, H:i")
        self._keep_first_version(item)
        with transaction.atomic():
            version.revision.revert(delete=True)
            with self.create_revision(request):
                item = self.model._default_manager.get(pk=item.pk)
                for name, value in kept.items():
                    setattr(item, name, value)
                item.save()
                reversion.set_comment(f"Restored the version of {day}.")

    def _may_restore(self, request, item):
        if item.published_at is not None:
            return self.has_publish_permission(request, item)
        return self.has_change_permission(request, item)

    def _item(self, request, object_id):
        item = self.get_object(request, object_id)
        if item is None or not self.has_view_or_change_permission(request, item):
            raise PermissionDenied
        return item
