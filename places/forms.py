"""The forms that people outside send about a project. What is wrong stands beside what they typed."""

from django import forms

from content.throttling import address_key
from content.visiting import TidyField, VisitorForm
from places.models import Message

LONGEST = 3000
MOST_AN_HOUR = 5
TOO_LONG = "Shorten this by {extra} characters."


class ChangeForm(VisitorForm):
    """What is wrong with a record, in the words of its contact."""

    status = 422
    text = TidyField(
        label="What needs to change?",
        longest=LONGEST,
        too_long=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Write what needs to change."},
    )


class ContactForm(ChangeForm):
    """A question for the people of a project. It goes to a role mailbox, whose address is not shown."""

    name = TidyField(
        label="Your name", longest=100, too_long=TOO_LONG, error_messages={"required": "Write your name."}
    )
    email = forms.EmailField(
        label="Your e-mail address",
        error_messages={
            "required": "Write your e-mail address, so that they can answer.",
            "invalid": "Write an e-mail address like name@example.org.",
        },
    )
    field_order = ("name", "email", "text")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Your message"
        self.fields["text"].error_messages["required"] = "Write your message."

    def clean(self):
        cleaned = super().clean()
        if Message.objects.recent_from(address_key(self.request)).count() >= MOST_AN_HOUR:
            self.retry_after = 60 * 60
            self.refuse(429, "That is a lot in a short time. Please try again in an hour.")
        return cleaned

    def keep(self, project):
        """Return the message, kept in the database."""
        said = {name: self.cleaned_data[name] for name in ("name", "email", "text")}
        return Message.objects.create(
            project=project, kind=Message.Kind.QUESTION, sender=address_key(self.request), **said
        )
