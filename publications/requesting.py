"""Asking for a publication in another format: a form without a cookie, a ticket with a date."""

from datetime import timedelta

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content.throttling import address_key
from content.visiting import TidyField, VisitorForm, show
from publications.finding import of_publication
from publications.models import File, FormatRequest

AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 5
LONGEST = 2000


class FormatRequestForm(VisitorForm):
    """What is needed and where to send it. Nothing typed is ever lost: errors show the form again."""

    format = forms.ChoiceField(
        choices=FormatRequest.Format, error_messages={"required": "Choose the format you need"}
    )
    message = TidyField(
        longest=LONGEST,
        required=False,
        too_long=f"Shorten your message by {{extra}} characters, to {LONGEST:,}",
    )
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address, so that we can answer",
            "invalid": "Enter an e-mail address with an @ sign, like name@example.org",
        },
    )

    def clean(self):
        cleaned = super().clean()
        since = timezone.now() - AN_HOUR
        lately = FormatRequest.objects.filter(origin=address_key(self.request), received_at__gt=since)
        if lately.count() >= MOST_AN_HOUR:
            self.retry_after = int(AN_HOUR.total_seconds())
            self.refuse(429, "That is a lot in a short time. Please try again in an hour, or write to us.")
        return cleaned

    def keep(self, file):
        """Return the ticket about a file, kept in the database."""
        said = {name: self.cleaned_data[name] for name in ("format", "message", "email")}
        return FormatRequest.objects.create(file=file, origin=address_key(self.request), **said)


@csrf_exempt  # no cookie: the form proves by its origin where it comes from
@require_http_methods(["GET", "HEAD", "POST"])
@of_publication
def ask(request, publication, name):
    """The form for one file; after it was sent, the page that says by when we answer."""
    file = get_object_or_404(File, publication=publication, name=name)
    form = FormatRequestForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        form.keep(file)
        return HttpResponseRedirect(f"{request.path}sent/")
    context = {"publication": publication, "file": file, "form": form, "section": "publications"}
    return show(request, "publications/format_request.html", context)


@require_http_methods(["GET", "HEAD"])
@of_publication
def asked(request, publication, name):
    file = get_object_or_404(File, publication=publication, name=name)
    due = FormatRequest._meta.get_field("due_on").get_default()
    context = {"publication": publication, "file": file, "due": due, "section": "publications"}
    return render(request, "publications/format_requested.html", context)
