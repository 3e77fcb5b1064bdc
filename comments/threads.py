"""The thread as a page shows it: two queries, and ready HTML strung together, however long it is."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from comments.metadata import thread_script
from comments.models import Discussion, HubComment

PER_PAGE = 50  # top-level comments
SHOWN = HubComment.State.SHOWN
MARKERS = {
    HubComment.State.WITHDRAWN: "This comment was withdrawn by its writer.",
    HubComment.State.WAITING: "This comment is hidden while we look at it.",
}
REMOVED = "This comment was removed."


@dataclass
class Thread:
    """What the template needs: the discussion, how many comments are shown, one page of them as HTML."""

    discussion: Discussion
    count: int
    page: object
    html: str
    script: str  # linked data: the inside of its script


def read_thread(item, page_number=1):
    """Return the Thread of a page, or None where comments are off. At most two queries."""
    shown = HubComment.objects.shown().filter(
        discussion__kind=item._meta.label_lower, discussion__object_id=item.pk
    )
    rows = list(shown.order_by("thread_id").values_list("thread_id", "discussion_id", "discussion__switch"))
    if rows:
        discussion = Discussion(rows[0][1], item._meta.label_lower, item.pk, rows[0][2])
        discussion.item = item
    else:
        discussion = Discussion.about(item)
    if not discussion.is_shown:
        return None
    page = Paginator(list(dict.fromkeys(row[0] for row in rows)), PER_PAGE).get_page(page_number)
    comments = comments_of(discussion, page.object_list) if rows else []
    shown = [comment for comment in comments if comment.state == SHOWN]
    html = nest(with_markers(comment[:4] for comment in comments)) if rows else ""
    return Thread(discussion, len(rows), page, html, thread_script(item, len(rows), shown))


def page_number_of(comment):
    """Return the page of its thread on which a shown comment stands."""
    roots = comment.discussion.comments.shown().filter(thread_id__lt=comment.thread_id)
    return roots.values("thread_id").distinct().count() // PER_PAGE + 1


def comments_of(discussion, roots):
    """Return what is known of every comment in these threads, in reading order."""
    rows = HubComment.objects.filter(discussion=discussion, thread_id__in=roots).order_by(
        "thread_id", "order"
    )
    told = ["comment", "user_name", "submit_date", "answers_id"]
    return list(rows.values_list("pk", "level", "state", "html", *told, named=True))


def with_markers(rows):
    """Drop what is not shown, but leave a marker in place of a comment that a shown one hangs under."""
    kept, level_after = [], 0
    for pk, level, state, html in reversed(list(rows)):
        if state == SHOWN:
            kept.append((pk, level, html))
        elif level_after > level:
            kept.append(
                (pk, level, format_html('<div class="cm soft"><p>{}</p></div>', MARKERS.get(state, REMOVED)))
            )
        else:
            continue
        level_after = level
    return kept[::-1]


def nest(rows):
    """Return (pk, level, html) rows, in reading order, as lists within lists."""
    parts, depth = [], -1
    for pk, level, html in rows:
        parts.append('<ol class="th">' if level > depth else "</li>" + "</ol></li>" * (depth - level))
        parts.append(f'<li id="comment-{pk}">{html}')
        depth = level
    parts.append("</li></ol>" * (depth + 1))
    return mark_safe("".join(parts))  # noqa: S308 (each html was made by a template)
