"""The forms that visitors send. Whatever is wrong becomes an error beside what they typed."""

from comments.forms.comment import CommentForm, make_stamp
from comments.forms.reader import EditForm, FollowForm, ReportForm
from comments.forms.visitor import TidyField, VisitorForm

__all__ = ["CommentForm", "EditForm", "FollowForm", "ReportForm", "TidyField", "VisitorForm", "make_stamp"]
