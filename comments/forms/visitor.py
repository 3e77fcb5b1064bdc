"""What all visitors' forms share: tidy text, proof of origin, refusals that keep what was typed."""

from django import forms

from comments.text import tidy
from content.origins import sent_from_here

NOT_FROM_HERE = (
    "Your browser did not tell us that this came from our own page, so we have not taken it yet. "
    "What you wrote is still here: please send it again from this page."
)


class TidyField(forms.CharField):
    """Text without control characters, of a length that is counted as the browser counts it."""

    def __init__(self, *, too_long="", **kwargs):
        self.too_long, self.longest = too_long, kwargs.pop("longest")
        super().__init__(**kwargs)
        self.widget.attrs["maxlength"] = self.longest

    def to_python(self, value):
        return tidy(super().to_python(value) or "").strip()

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            text = self.too_long.format(length=f"{len(value):,}", extra=f"{len(value) - self.longest:,}")
            raise forms.ValidationError(text)


class VisitorForm(forms.Form):
    """A form from a page without cookies: it proves where it was sent from, and a trap catches programs.

    `status` is the HTTP status of the page that shows it again, `retry_after` the seconds for a 429.
    """

    website = forms.CharField(required=False, max_length=200)  # the trap: hidden, so people leave it empty

    def __init__(self, *args, request=None, **kwargs):
        self.request, self.status, self.retry_after = request, 200, None
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
    def problems(self):
        """Return (field id or "", message) of each error, in the order of the form."""
        fields = [(name, message) for name in self.fields for message in self.errors.get(name, [])]
        return [("", message) for message in self.non_field_errors()] + [
            (self[name].id_for_label or self[name].auto_id, message) for name, message in fields
        ]
