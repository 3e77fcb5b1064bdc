"""What all visitors' forms share: tidy text, proof of origin, refusals that keep what was typed."""

import re
import unicodedata

from django import forms
from django.shortcuts import render

from content.origins import sent_from_here

LINE_ENDS = re.compile(r"\r\n?")
KEPT_CONTROLS = {"\n", "\t"}
# Marks that turn the direction of what follows, also beyond the text's own end; what XML cannot hold.
DROPPED = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF)}
NOT_FROM_HERE = (
    "Your browser did not tell us that this came from our own page, so we have not taken it yet. "
    "What you wrote is still here: please send it again from this page."
)


def tidy(text):
    """Return the text as stored: NFC, one kind of line end, no control or direction-turning characters.

    All else stays as it was typed, also what cannot be seen: hard spaces, and the marks within some
    flags and Persian words.
    """
    text = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))
    return "".join(
        c for c in text if c in KEPT_CONTROLS or not (c in DROPPED or unicodedata.category(c) == "Cc")
    )


def visible(text):
    """Return a text without the marks that cannot be seen, which could hide a word from who looks for it."""
    return "".join(c for c in text if c.isprintable() or c.isspace())


class TidyField(forms.CharField):
    """Text without control characters, of a length that is counted as the browser counts it."""

    def __init__(self, *, too_long="", **kwargs):
        self.too_long, self.longest = too_long, kwargs.pop("longest")
        super().__init__(**kwargs)
        self.widget.attrs["maxlength"] = self.longest

    def to_python(self, value):
        text = tidy(super().to_python(value) or "").strip()
        return text if visible(text).strip() else ""

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            text = self.too_long.format(length=f"{len(value):,}", extra=f"{len(value) - self.longest:,}")
            raise forms.ValidationError(text)


class VisitorForm(forms.Form):
    """A form from a page without cookies: it proves where it was sent from, and a trap catches programs.

    `status` is the HTTP status of the page that shows it again, `retry_after` the seconds for a 429.
    """

    status, retry_after = 200, None
    website = forms.CharField(required=False, max_length=200)  # the trap: hidden, so people leave it empty

    def __init__(self, *args, request=None, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self):
        if not sent_from_here(self.request):
            self.refuse(403, NOT_FROM_HERE)
        if self.data.get("website"):
            self.refuse(
                400, "A hidden box was filled in, as programs do. It is empty again: please send once more."
            )
        return super().clean()

    def refuse(self, status, message):
        self.status = status
        self.add_error(None, message)

    def refuse_for(self, wait):
        self.retry_after = wait.seconds
        self.refuse(
            429, f"That is a lot in a short time. Please try again {wait.words}. What you wrote is kept here."
        )

    @property
    def questions(self):
        """Return the fields that people see, in the order of the form."""
        return [self[name] for name in self.fields if name != "website"]

    @property
    def problems(self):
        """Return (field id or "", message) of each error, in the order of the form."""
        fields = [(name, message) for name in self.fields for message in self.errors.get(name, [])]
        return [("", message) for message in self.non_field_errors()] + [
            (self[name].id_for_label or self[name].auto_id, message) for name, message in fields
        ]


def show(request, template, context):
    """Return the page with the visitors' `form` of a context: its status, and for a 429 when to come back."""
    form = context["form"]
    response = render(request, template, context, status=form.status)
    if form.retry_after:
        response.headers["Retry-After"] = str(form.retry_after)
    return response
