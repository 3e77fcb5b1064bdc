"""Why a comment waits for a moderator."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from comments.models import BlockedSender, BlockedWord, HubComment
from comments.models.comment import text_key
from comments.text import LINK, count_links
from content.visiting import visible

LINKS_TO_HOLD = 2
FAST = timedelta(seconds=10)
REPEAT_WITHIN = timedelta(days=30)
WORDS = {  # what moderators read
    "first": "first comment from this address",
    "links": "several links",
    "word": "a word or site on the block list",
    "repeat": "the same text was sent before",
    "fast": "written very fast",
    "edited": "changed by its writer",
    "reported": "reported by readers",
}


def reasons_to_hold(comment, edited=False):
    """Return the codes (keys of WORDS) of everything about a comment that a moderator should look at."""
    checks = {
        "first": _is_first(comment),
        "links": count_links(comment.comment) >= LINKS_TO_HOLD,
        "word": _has_blocked_word(comment),
        "repeat": _is_repeat(comment),
        "fast": comment.seconds_to_write is not None and comment.seconds_to_write < FAST.seconds,
        "edited": edited,
    }
    return [code for code, found in checks.items() if found]


def may_be_shown(reasons):
    """Tell whether the site's policy (COMMENTS_HOLD) shows a comment with these reasons at once."""
    flagged = set(reasons) - {"first", "edited"}
    policy = settings.COMMENTS_HOLD
    return (policy == "flagged" and not flagged) or (
        policy == "first" and not flagged and "first" not in reasons
    )


def _is_first(comment):
    approved = HubComment.objects.filter(email_key=comment.email_key, shown_at__isnull=False)
    return not approved.exclude(pk=comment.pk).exists()


def _has_blocked_word(comment):
    text = visible(f"{comment.user_name}\n{comment.comment}").casefold()
    words = BlockedWord.objects.values_list("text", flat=True)
    return any(word.casefold() in text for word in words) or any(map(_is_blocked_site, text.split()))


def _is_blocked_site(word):
    start = LINK.search(word)
    host = word[start.end() :].split("/")[0].split(":")[0] if start else ""
    return bool(host) and BlockedSender.blocks(host)


def _is_repeat(comment):
    since = timezone.now() - REPEAT_WITHIN
    same = HubComment.objects.filter(text_key=text_key(comment.comment), submit_date__gt=since)
    return same.exclude(pk=comment.pk).exists()
