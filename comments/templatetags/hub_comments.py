"""`{% comment_thread object %}`: the thread and the box at the end of a page."""

import secrets

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from comments import threads
from comments.forms import CommentForm, make_stamp
from comments.models import Discussion
from comments.text import as_html
from content.keeping import kept

STAMP = secrets.token_hex(16)  # stands in the ready HTML where each reader's form has a stamp of its own

register = template.Library()
register.filter("comment_html", as_html)


@register.simple_tag(takes_context=True)
def comment_thread(context, item):
    """Show what is said about a page and the form to join in; nothing where comments are off. Two queries."""
    number = context["request"].GET.get("comments", "")[:5]
    kind = item._meta.label_lower
    key = ("thread", kind, item.pk, number, Discussion.is_old(item))
    html = kept(key, lambda: thread_html(item, number, context["stakeholder_groups"]))
    stamp = make_stamp(Discussion(kind=kind, object_id=item.pk))
    return mark_safe(html.replace(STAMP, stamp))  # noqa: S308 (made by a template)


def thread_html(item, page_number, groups):
    """Return the thread and its form as HTML, with `STAMP` in place of the form's stamp."""
    thread = threads.read_thread(item, page_number or 1)
    if thread is None:
        return ""
    context = {
        "thread": thread,
        "discussion": thread.discussion,
        "form": CommentForm(thread.discussion, stamp=STAMP),
        "stakeholder_groups": groups,
    }
    return render_to_string("comments/thread.html", context)
