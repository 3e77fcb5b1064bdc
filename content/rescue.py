"""A form sent after its session ran out is carried through signing in, and opened again as it was."""

import json

from django.core import signing
from django.urls import reverse

from content.editing import as_lists, as_query

SALT = "rescued work"
MOST = 1_000_000  # characters


def found(request):
    """Return the form that was rescued for this page, or None."""
    lists = request.session.get("rescued", {}).get(request.path)
    return as_query(lists) if lists else None


def forget(request):
    """Drop what was rescued for this page: it is saved."""
    rescued = request.session.get("rescued", {})
    if rescued.pop(request.path, None) is not None:
        request.session["rescued"] = rescued


class RescuesWork:
    """The part of an admin site that answers a form from nobody with a sign-in page that holds the form."""

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def with_rescue(request, *args, **kwargs):
            if request.method == "POST" and not request.user.is_authenticated:
                return self._sign_in_with(request)
            return guarded(request, *args, **kwargs)

        for name in ["csrf_exempt", "should_append_slash"]:
            if hasattr(guarded, name):
                setattr(with_rescue, name, getattr(guarded, name))
        return with_rescue

    def _sign_in_with(self, request):
        """Show the sign-in page with the form inside it, signed, so that nothing is stored for strangers."""
        work = signing.dumps({"path": request.path, "form": as_lists(request.POST)}, salt=SALT, compress=True)
        context = {
            "rescued": work if len(work) < MOST else "",
            "next": request.path,
            "app_path": reverse(f"{self.name}:login"),
        }
        request.method = "GET"
        return super().login(request, context)

    def login(self, request, extra_context=None):
        """Sign in as ever; then open the rescued form where there is one."""
        work = request.POST.get("rescued", "")
        response = super().login(request, {"rescued": work, **(extra_context or {})})
        if work and request.user.is_authenticated and response.status_code == 302:
            try:
                rescued = signing.loads(work, salt=SALT, max_age=60 * 60)
            except (signing.BadSignature, json.JSONDecodeError):
                return response
            request.session["rescued"] = {rescued["path"]: rescued["form"]}
        return response
