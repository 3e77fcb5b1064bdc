"""A new comment or reply, and the stamp that its form carries."""

import secrets
from datetime import timedelta

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import limits
from comments.models import BlockedSender, Discussion, HubComment
from comments.models.comment import email_key, text_key
from comments.text import count_links
from content.models import StakeholderGroup
from content.throttling import address_key, network_key
from content.tokens import BadTokenError, make_token, read_token, token_age
from content.visiting import TidyField, VisitorForm

LONGEST = 3000
MOST_LINKS = 5
FORM_LIFE = timedelta(days=1)


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

    def __init__(self, discussion, *args, answers=None, stamp=None, **kwargs):
        self.discussion, self.answers, self.sent_before, self._nonce = discussion, answers, None, None
        self._stamp = stamp  # for a form that is made ready, and gets its stamp when it is shown
        kwargs.setdefault("auto_id", "comment-%s")
        super().__init__(*args, **kwargs)

    @property
    def stamp(self):
        """The signed stamp for the form as shown: the one that came, while it is good, or a fresh one."""
        return self.data["stamp"] if self._nonce else self._stamp or make_stamp(self.discussion)

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
            wait = limits.count_comment(self.request, self.cleaned_data["email"])
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


def make_stamp(discussion):
    """Return the signed text in a form: a random number used once and the time, good for one thread."""
    return make_token(stamp_purpose(discussion), secrets.token_urlsafe(16))


def stamp_purpose(discussion):
    return f"comment-form-{discussion.kind}-{discussion.object_id}"
