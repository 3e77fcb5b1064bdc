"""The forms that people outside send about a project. What is wrong stands beside what they typed."""

import unicodedata

from django import forms

from content.origins import sent_from_here
from content.throttling import address_key
from places.models import Message

LONGEST = 3000
MOST_AN_HOUR = 5


class PlainTextField(forms.CharField):
    """Text without control characters."""

    def to_python(self, value):
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"}).strip()


class ChangeForm(forms.Form):
    """What is wrong with a record, in the words of its contact."""

    text = PlainTextField(
        label="What needs to change?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Write what needs to change."},
    )


class ContactForm(ChangeForm):
    """A question for the people of a project. It goes to a role mailbox, whose address is not shown.

    `status` is the HTTP status of the page that shows the form again.
    """

    name = PlainTextField(label="Your name", max_length=100, error_messages={"required": "Write your name."})
    email = forms.EmailField(
        label="Your e-mail address",
        error_messages={
            "required": "Write your e-mail address, so that they can answer.",
            "invalid": "Write an e-mail address like name@example.org.",
        },
    )
    website = forms.CharField(required=False)  # the trap: hidden, so people leave it empty
    field_order = ("name", "email", "text")

    def __init__(self, *args, request=None, **kwargs):
        self.request, self.status = request, 422
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Your message"
        self.fields["text"].error_messages["required"] = "Write your message."

    @property
    def visible_questions(self):
        return [self[name] for name in self.field_order]

    def clean(self):
        if not sent_from_here(self.request):
            self._refuse(
                403, "We could not tell that this came from our own page. Please send it again from here."
            )
        elif self.data.get("website"):
            self._refuse(400, "A hidden box was filled in, as programs do. Please send once more.")
        elif Message.objects.recent_from(address_key(self.request)).count() >= MOST_AN_HOUR:
            self._refuse(429, "That is a lot in a short time. Please try again in an hour.")
        return super().clean()

    def _refuse(self, status, message):
        self.status = status
        self.add_error(None, message)

    def keep(self, project):
        """Return the message, kept in the database."""
        said = {name: self.cleaned_data[name] for name in ("name", "email", "text")}
        return Message.objects.create(
            project=project, kind=Message.Kind.QUESTION, sender=address_key(self.request), **said
        )
