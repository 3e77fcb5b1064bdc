"""What a thread tells machines: its comments, as schema.org's JSON-LD, joined to what they are about."""

from django.urls import reverse

from content.addresses import address, full
from content.linked_data import moment, node, script

MOST = 100  # of one page: a longer thread is read by its feed or the API


def thread_script(item, count, comments):
    """Return the inside of a script that adds shown comments, in reading order, to the node of their item."""
    return script(
        node(
            "CreativeWork",
            id=address(item),
            commentCount=count,
            comment=[comment_node(comment) for comment in comments[:MOST]],
        )
    )


def comment_node(comment):
    url = _address(comment.pk)
    return node(
        "Comment",
        id=url,
        url=url,
        text=comment.comment,
        author=node("Person", name=comment.user_name) if comment.user_name else None,
        dateCreated=moment(comment.submit_date),
        parentItem={"@id": _address(comment.answers_id)} if comment.answers_id else None,
    )


def _address(pk):
    return full(reverse("comments:comment", args=[pk]))
