"""The forms that visitors send. Whatever is wrong becomes an error beside what they typed."""

import secrets
from datetime import timedelta

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import limits
from comments.models import BlockedSender, Discussion, HubComment, Report
from comments.models.comment import email_key, text_key
from comments.text import count_links, tidy
from content.models import StakeholderGroup
from content.origins import sent_from_here
from content.throttling import address_key, network_key
from content.tokens import BadTokenError, make_token, read_token, token_age

LONGEST = 3000
MOST_LINKS = 5
FORM_LIFE = timedelta(days=1)
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


class CommentForm(VisitorForm):
    """A new comment or reply on a thread."""

    group = forms.ModelChoiceField(
        StakeholderGroup.objects.all(),
        required=False,
        to_field_name="slug",
        error_messages={"invalid_choice": "Choose one of the groups, or none of them"},
    )
    comment = TidyField(
        longest=LONGEST,
        widget=forms.Textarea,
        too_long="Your comment has {length} characters: shorten it by {extra}, to 3,000",
        error_messages={"required": "Write your comment"},
    )
    name = TidyField(
        longest=50,
        too_long="Shorten the name by {extra} characters, to 50",
        error_messages={"required": "Enter the name to show beside your comment"},
    )
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address, so that you can confirm the comment is yours",
            "invalid": "Enter an e-mail address with an @ sign, like name@example.org",
            "max_length": "Enter an e-mail address of at most 254 characters",
        },
    )
    followup = forms.BooleanField(required=False)

    def __init__(self, discussion, *args, answers=None, **kwargs):
        self.discussion, self.answers, self.sent_before, self._nonce = discussion, answers, None, None
        kwargs.setdefault("auto_id", "comment-%s")
        super().__init__(*args, **kwargs)

    @property
    def stamp(self):
        """The signed stamp for the form as shown: the one that came, while it is good, or a fresh one."""
        return self.data["stamp"] if self._nonce else make_stamp(self.discussion)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_comment(self):
        text = self.cleaned_data["comment"]
        if count_links(text) > MOST_LINKS:
            raise forms.ValidationError(f"Keep at most {MOST_LINKS} links in a comment")
        return text

    def clean_email(self):
        email = self.cleaned_data["email"]
        if BlockedSender.blocks(email):
            raise forms.ValidationError(
                f"We cannot take comments from this address. Write to {settings.CONTACT_EMAIL}"
            )
        return email

    def clean(self):
        super().clean()
        self._check_stamp()
        if closed := self.discussion.closed_because:
            self.refuse(403, f"{closed} What you wrote is still here, so that you can copy it.")
        if not self.errors and not self.sent_before:
            wait = limits.wait_before_comment(self.request, self.cleaned_data["email"])
            if wait:
                self.refuse_for(wait)
        return self.cleaned_data

    def _check_stamp(self):
        """Accept a stamp of this thread, old enough, young enough and not used yet."""
        try:
            stamp = self.data.get("stamp", "")
            (nonce,) = read_token(stamp_purpose(self.discussion), stamp, FORM_LIFE)
        except (BadTokenError, ValueError):
            self.refuse(
                400, "This form had been open for too long, or was not ours. Please send it once more."
            )
            return
        used = HubComment.objects.filter(form_nonce=nonce).first()
        if used and self._says_the_same(used):
            self.sent_before = used
        elif used:
            self.refuse(409, "This form has been used for another comment. Please send this one once more.")
        else:
            self._nonce = nonce
            if token_age(stamp) < settings.COMMENTS_MIN_SECONDS:
                self.refuse(
                    400, "That was faster than anyone can write. Read your comment again, then send it."
                )

    def _says_the_same(self, comment):
        text, email = self.cleaned_data.get("comment", ""), self.cleaned_data.get("email", "")
        return (comment.text_key, comment.email_key) == (text_key(text), email_key(email))

    def save(self):
        """Store the comment once, however often the form was sent, and return it."""
        if self.sent_before:
            return self.sent_before
        comment = self._same_already() or self._build()
        if comment.pk:
            return comment
        try:
            with transaction.atomic():
                discussion, _ = Discussion.objects.get_or_create(
                    kind=self.discussion.kind, object_id=self.discussion.object_id
                )
                comment.discussion = discussion
                comment.save()
        except IntegrityError:  # the same form, sent twice at the same moment
            return HubComment.objects.get(form_nonce=self._nonce)
        return comment

    def _same_already(self):
        """The same words from the same person on the same page, still waiting for the link to be followed."""
        return HubComment.objects.filter(
            discussion__kind=self.discussion.kind,
            discussion__object_id=self.discussion.object_id,
            email_key=email_key(self.cleaned_data["email"]),
            text_key=text_key(self.cleaned_data["comment"]),
            answers=self.answers,
            state=HubComment.State.UNCONFIRMED,
        ).first()

    def _build(self):
        data, request = self.cleaned_data, self.request
        return HubComment(
            content_type=self.discussion.content_type,
            object_pk=str(self.discussion.object_id),
            site_id=settings.SITE_ID,
            submit_date=timezone.now(),
            parent_id=self.answers.deepest if self.answers else 0,
            answers=self.answers,
            group=data["group"],
            comment=data["comment"],
            user_name=data["name"],
            user_email=data["email"],
            followup=data["followup"],
            form_nonce=self._nonce,
            seconds_to_write=max(0, int(token_age(self.data["stamp"]))),
            address_key=address_key(request),
            network_key=network_key(request),
        )


class EditForm(VisitorForm):
    """New words for one's own comment."""

    comment = CommentForm.base_fields["comment"]
    clean_comment = CommentForm.clean_comment


class FollowForm(VisitorForm):
    """An address that wants to hear of new comments."""

    email = CommentForm.base_fields["email"]
    clean_email = CommentForm.clean_email


class ReportForm(VisitorForm):
    """A reader's reason for which a moderator should look again."""

    reason = forms.ChoiceField(
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong", "invalid_choice": "Choose one of the reasons"},
    )
    note = TidyField(
        longest=500, required=False, widget=forms.Textarea, too_long="Shorten the note by {extra} characters"
    )


def make_stamp(discussion):
    """Return the signed text in a form: a random number used once and the time, good for one thread."""
    return make_token(stamp_purpose(discussion), secrets.token_urlsafe(16))


def stamp_purpose(discussion):
    return f"comment-form-{discussion.kind}-{discussion.object_id}"
