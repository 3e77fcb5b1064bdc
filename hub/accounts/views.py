"""Pages of a member of staff's own account: the second factor, recovery codes, signing out everywhere."""

import time
from datetime import UTC, datetime, timedelta
from functools import wraps

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import login as pass_second_factor
from django_otp.plugins.otp_static.models import StaticToken

from hub.accounts import devices
from hub.accounts.sessions import sessions_of, sign_out_everywhere
from hub.logs import actor_of, security_event

LATELY = 15 * 60  # seconds
REST = timedelta(seconds=settings.SESSION_COOKIE_AGE)  # after its last click a session is good for this
NOT_RIGHT = "That code is not right, or was used before. Wait a moment, then enter a new one."


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


def show(request, template, **context):
    return render(request, f"admin/accounts/{template}.html", admin.site.each_context(request) | context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request):
    """Take a code of somebody who has given their password; then they are in."""
    if not (request.user.is_authenticated and request.user.is_staff and request.user.is_active):
        return redirect("admin:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = devices.verify(request.user, form.cleaned_data["code"])
        security_event(actor_of(request), "second factor", "passed" if device else "refused")
        if device:
            request.session.cycle_key()
            pass_second_factor(request, device)
            return redirect(where_to(request))
        form.add_error("code", NOT_RIGHT)
    return show(request, "second_factor", form=form, title="Enter your code")


def signed_in_lately(view):
    """Ask for password and code anew before codes are replaced or sessions ended, if that is long ago."""

    @wraps(view)
    def guarded(request):
        began = time.time() - request.session["began_at"]
        if began <= LATELY or not devices.has_app(request.user):
            return view(request)
        logout(request)
        messages.info(request, "Sign in once more before you change this: it is a while ago.")
        return redirect(reverse("admin:login", query={"next": reverse("admin:account")}))

    return guarded


def where_to(request):
    """Return the page that was asked for when it is ours; the enrolment page for who has no app yet."""
    if not devices.has_app(request.user):
        return reverse("admin:enrol")
    asked_for = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked_for, {request.get_host()}, request.is_secure())
    return asked_for if is_ours else reverse("admin:index")


@never_cache
@require_safe
def account(request):
    codes = StaticToken.objects.filter(device__user=request.user, device__name=devices.RECOVERY)
    elsewhere = {
        name: {"began": datetime.fromtimestamp(began, UTC), "used": row.expire_date - REST}
        for name, row in sessions_of(request.user).items()
        if row.pk != request.session.session_key and (began := row.get_decoded().get("began_at"))
    }
    return show(
        request,
        "account",
        elsewhere=elsewhere,
        has_app=devices.has_app(request.user),
        codes_left=codes.count(),
        title="Your account",
        second_factor_is_needed=settings.SECOND_FACTOR,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_lately
def enrol(request):
    """Show the code for an authenticator app; once the app has answered, it is the second factor.

    Sessions elsewhere, which were begun with another one, end.
    """
    if request.method != "POST":
        return show(request, "enrol", form=CodeForm(), title="Set up an authenticator app", device=None)
    device, form = devices.new_app(request.user), CodeForm(request.POST)
    if "code" not in request.POST:
        form = CodeForm()
    elif form.is_valid():
        if device.verify_token("".join(form.cleaned_data["code"].split())):
            pass_second_factor(request, device)
            ended = sign_out_everywhere(request.user, but=request.session.session_key)
            security_event(
                actor_of(request), "enrol authenticator app", f"done, {ended} other sessions ended"
            )
            return show(request, "codes", codes=devices.confirm_app(device), title="Your recovery codes")
        form.add_error("code", NOT_RIGHT)
    context = {"device": device, "picture": devices.qr_code(device), "key": spaced(device)}
    return show(request, "enrol", form=form, title="Set up an authenticator app", **context)


def spaced(device):
    """Return the app's key as a person types it."""
    key = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


@never_cache
@require_POST
@signed_in_lately
def recovery_codes(request):
    codes = devices.give_codes(request.user, devices.RECOVERY, devices.RECOVERY_CODES)
    security_event(actor_of(request), "new recovery codes", "done")
    return show(request, "codes", codes=codes, title="Your recovery codes")


@never_cache
@require_POST
@signed_in_lately
def end_session(request):
    """End one other session of one's own, by the name that the page gives it."""
    row = sessions_of(request.user).get(request.POST.get("session"))
    if row and row.pk != request.session.session_key:
        row.delete()
        security_event(actor_of(request), "end one session", "done")
        messages.success(request, "That session has ended.")
    return redirect("admin:account")


@never_cache
@require_POST
@signed_in_lately
def sign_out(request):
    actor, ended = actor_of(request), sign_out_everywhere(request.user)
    logout(request)
    security_event(actor, "sign out everywhere", f"{ended} sessions")
    messages.success(request, "You are signed out on every device.")
    return redirect("admin:login")
