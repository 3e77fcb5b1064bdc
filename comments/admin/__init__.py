"""The moderators' desk."""

from comments.admin.comment import HubCommentAdmin
from comments.admin.lists import BlockedSenderAdmin, BlockedWordAdmin, DeclineReasonAdmin, DiscussionAdmin

__all__ = [
    "BlockedSenderAdmin",
    "BlockedWordAdmin",
    "DeclineReasonAdmin",
    "DiscussionAdmin",
    "HubCommentAdmin",
]
