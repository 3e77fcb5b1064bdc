"""The thread as a page shows it: two queries, and ready HTML strung together, however long it is."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from comments.metadata import thread_script
from comments.models import Discussion, HubComment

FULL = 50  # comments; a page holds whole threads, until there are so many
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
    threads = list(sizes(shown, "discussion_id", "discussion__switch"))
    if threads:
        _, _, pk, switch = threads[0]
        discussion = Discussion(pk, item._meta.label_lower, item.pk, switch)
        discussion.item = item
    else:
        discussion = Discussion.about(item)
    if not discussion.is_shown:
        return None
    page = Paginator(pages(threads), 1).get_page(page_number)
    comments = comments_of(discussion, page.object_list[0]) if threads else []
    shown = [comment for comment in comments if comment.state == SHOWN]
    html = nest(with_markers(comment[:4] for comment in comments)) if threads else ""
    count = sum(thread[1] for thread in threads)
    return Thread(discussion, count, page, html, thread_script(item, count, shown))


def page_number_of(comment):
    """Return the page of its thread on which a shown comment stands."""
    up_to = sizes(comment.discussion.comments.shown().filter(thread_id__lte=comment.thread_id))
    return len(pages(up_to))


def sizes(shown, *more):
    """Return (number of the thread, how many comments it shows, …) for each thread, the oldest first."""
    rows = shown.order_by("thread_id").values("thread_id", *more).annotate(size=Count("pk"))
    return rows.values_list("thread_id", "size", *more)


def pages(threads):
    """Return the numbers of the threads on each page, a list of lists."""
    found, room = [], 0
    for number, size, *_ in threads:
        if room <= 0:
            found.append([])
            room = FULL
        found[-1].append(number)
        room -= size
    return found


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
