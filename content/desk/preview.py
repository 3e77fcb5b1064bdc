"""What is on the form now, in the page that readers will get, without saving it."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from content.previewing import token_for


class Preview:
    """The part of an admin that shows unsaved work, and links to it for somebody with no login."""

    def preview_page(self, request, item):
        """Return the rendered page of an item. Each kind of content says its own."""
        raise NotImplementedError

    def preview_address(self, token):
        """Return the path of the page that a signed link leads to. Each kind of content says its own."""
        return ""

    def preview_link(self, item):
        """Return the signed address of an item that readers do not see yet; "" for others."""
        if item.state not in {"draft", "ready", "scheduled"}:
            return ""
        address = self.preview_address(token_for(item))
        return settings.SITE_URL + address if address else ""

    def get_urls(self):
        return [
            self.page("add/preview/", never_cache(self.preview_view), "preview_new"),
            self.page("<path:object_id>/preview/", never_cache(self.preview_view), "preview"),
            *super().get_urls(),
        ]

    def preview_view(self, request, object_id=None):
        """Show the form that was sent as a page. POST only; nothing of it is saved."""
        item = self.get_object(request, object_id) if object_id else None
        allowed = self.has_change_permission(request, item) if item else self.has_add_permission(request)
        if not allowed or (object_id and item is None):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("..")
        page, faults = self.try_out(request, item, request.POST, lambda saved: self._shown(request, saved))
        if page is not None:
            return page
        context = {
            **self.admin_site.each_context(request),
            "title": "Not ready to be shown",
            "faults": faults,
        }
        return render(request, "admin/desk/faults.html", context | {"opts": self.opts}, status=422)

    def _shown(self, request, saved):
        return self.preview_page(request, self.model._default_manager.for_page().get(pk=saved.pk))
