"""The forms that visitors send. Whatever is wrong becomes an error beside what they typed."""

from comments.forms.comment import CommentForm, make_stamp
from comments.forms.reader import EditForm, FollowForm, ReportForm

__all__ = ["CommentForm", "EditForm", "FollowForm", "ReportForm", "make_stamp"]
