"""The door of the admin site: for staff who have shown their second factor."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import path, reverse

from hub.accounts import limits, views
from hub.logs import security_event

LOOPBACK = ("127.", "::1")


def is_on_this_machine(request):
    """Say whether the browser runs on the machine that serves, with no proxy between."""
    came_through = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA"} & request.META.keys()
    return not came_through and request.META.get("REMOTE_ADDR", "").startswith(LOOPBACK)


def needs_second_factor(request):
    """Everybody does, but for the demonstration on one's own machine."""
    return settings.SECOND_FACTOR or not is_on_this_machine(request)


class AsksForSecondFactor:
    """An admin site with a second door behind the first, and pages for one's own account."""

    def has_permission(self, request):
        return super().has_permission(request) and (
            not needs_second_factor(request) or request.user.is_verified()
        )

    def login(self, request, extra_context=None):
        """Ask for name and password; ask somebody who has given both for the second factor."""
        if request.user.is_authenticated and request.user.is_staff and not self.has_permission(request):
            asked_for = request.GET.get("next", "")
            return redirect(reverse("admin:second_factor", query={"next": asked_for} if asked_for else None))
        if request.method != "POST":
            return super().login(request, extra_context)
        with limits.one_at_a_time() as its_turn:
            if not its_turn:
                return limits.busy(request)
            response = super().login(request, extra_context)
        is_in = request.user.is_authenticated
        actor = f"staff {request.user.pk}" if is_in else "visitor"
        security_event(actor, "sign in", "password passed" if is_in else "password refused")
        return response

    def logout(self, request, extra_context=None):
        """Sign out, and have the browser forget what it kept of the staff side."""
        response = super().logout(request, extra_context)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def get_urls(self):
        ours = [
            path("second-factor/", views.second_factor, name="second_factor"),
            path("account/", self.admin_view(views.account), name="account"),
            path("account/app/", self.admin_view(views.enrol), name="enrol"),
            path("account/codes/", self.admin_view(views.recovery_codes), name="recovery_codes"),
            path("account/session/", self.admin_view(views.end_session), name="end_session"),
            path("account/sign-out/", self.admin_view(views.sign_out), name="sign_out_everywhere"),
        ]
        return ours + super().get_urls()
