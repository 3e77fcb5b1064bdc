"""The smaller forms: changing one's words, following, reporting."""

from django import forms

from comments.forms.comment import CommentForm
from comments.models import Report
from content.visiting import TidyField, VisitorForm


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
