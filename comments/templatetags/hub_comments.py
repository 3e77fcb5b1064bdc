"""`{% comment_thread object %}`: the thread and the box at the end of a page."""

from django import template

from comments import threads
from comments.forms import CommentForm
from comments.text import as_html

register = template.Library()
register.filter("comment_html", as_html)


@register.inclusion_tag("comments/thread.html", takes_context=True)
def comment_thread(context, item):
    """Show what is said about a page and the form to join in; nothing where comments are off. Two queries."""
    thread = threads.read_thread(item, context["request"].GET.get("comments", 1))
    if thread is None:
        return {"thread": None}
    return {
        "thread": thread,
        "discussion": thread.discussion,
        "form": CommentForm(thread.discussion),
        "stakeholder_groups": context["stakeholder_groups"],
        "request": context["request"],
    }
