"""Asking for a publication in another format: a form without a cookie, a ticket with a date."""

from datetime import timedelta

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content.origins import sent_from_here
from content.throttling import address_key
from publications.finding import of_publication
from publications.models import File, FormatRequest

AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 5
LONGEST = 2000
UNPRINTABLE = {code: None for code in range(32) if chr(code) not in "\n\t"} | {13: None, 127: None}


class FormatRequestForm(forms.ModelForm):
    """What is needed and where to send it. Nothing typed is ever lost: errors show the form again."""

    website = forms.CharField(required=False)  # hidden from people; programs fill it in

    class Meta:
        model = FormatRequest
        fields = ["format", "message", "email"]
        error_messages = {
            "format": {"required": "Choose the format you need"},
            "email": {"invalid": "Enter an e-mail address with an @ sign, like name@example.org"},
        }

    def __init__(self, *args, request, file, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.status = request, 200
        self.instance.file, self.instance.origin = file, address_key(request)
        self.fields["email"].required = True
        self.fields["email"].error_messages["required"] = "Enter your e-mail address, so that we can answer"
        self.fields["format"].choices = FormatRequest.Format.choices

    def clean_message(self):
        message = self.cleaned_data["message"].translate(UNPRINTABLE).strip()
        if len(message) > LONGEST:
            raise forms.ValidationError(
                f"Shorten your message by {len(message) - LONGEST:,} characters, to 2,000"
            )
        return message

    def clean(self):
        if not sent_from_here(self.request):
            self._refuse(403, "Your browser did not say that this came from our page. Please send it again.")
        if self.data.get("website"):
            self._refuse(
                400, "A hidden box was filled in, as programs do. It is empty again: please send it."
            )
        lately = FormatRequest.objects.filter(
            origin=self.instance.origin, received_at__gt=timezone.now() - AN_HOUR
        )
        if lately.count() >= MOST_AN_HOUR:
            self._refuse(429, "That is a lot in a short time. Please try again in an hour, or write to us.")
        return super().clean()

    def _refuse(self, status, message):
        self.status = status
        self.add_error(None, message)

    @property
    def problems(self):
        """[(field id or "", message), …] for the summary of errors."""
        fields = [
            (self[name].id_for_label, text) for name in self.fields for text in self.errors.get(name, [])
        ]
        return [("", text) for text in self.non_field_errors()] + fields


@csrf_exempt  # no cookie: the form proves by its origin where it comes from
@require_http_methods(["GET", "HEAD", "POST"])
@of_publication
def ask(request, publication, name):
    """The form for one file; after it was sent, the page that says by when we answer."""
    file = get_object_or_404(File, publication=publication, name=name)
    form = FormatRequestForm(request.POST or None, request=request, file=file)
    if request.method == "POST" and form.is_valid():
        form.save()
        return HttpResponseRedirect(f"{request.path}sent/")
    context = {"publication": publication, "file": file, "form": form, "section": "publications"}
    response = render(request, "publications/format_request.html", context, status=form.status)
    if form.status == 429:
        response["Retry-After"] = str(int(AN_HOUR.total_seconds()))
    return response


@require_http_methods(["GET", "HEAD"])
@of_publication
def asked(request, publication, name):
    file = get_object_or_404(File, publication=publication, name=name)
    due = FormatRequest._meta.get_field("due_on").get_default()
    context = {"publication": publication, "file": file, "due": due, "section": "publications"}
    return render(request, "publications/format_requested.html", context)
