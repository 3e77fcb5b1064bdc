"""What people say under a page, and everything that is remembered about it."""

from comments.models.comment import HubComment
from comments.models.discussion import Discussion
from comments.models.follow import Follow, MailStop
from comments.models.moderation import BlockedSender, BlockedWord, DeclineReason, ModerationRecord, Report
from comments.models.tally import Tally

__all__ = [
    "BlockedSender",
    "BlockedWord",
    "DeclineReason",
    "Discussion",
    "Follow",
    "HubComment",
    "MailStop",
    "ModerationRecord",
    "Report",
    "Tally",
]
