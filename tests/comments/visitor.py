"""A visitor's browser, as far as the comment box sees it."""

import re

from lxml import html

from comments.models import HubComment
from content.tokens import make_token
from tests.naughty import as_kept

HERE = {"Origin": "http://testserver"}
WORDS = "Forty knocks is our street exactly."


def form_of(client, item, **changes):
    """Return (address, data) of the comment form on a page, filled in well, with these changes."""
    html = client.get(item.get_absolute_url()).content.decode()
    data = {
        "stamp": re.search(r'name="stamp" value="([^"]+)"', html)[1],
        "comment": WORDS,
        "name": "Dawn",
        "email": "dawn@example.org",
        "group": "",
        "website": "",
    }
    return re.search(r'action="(/comments/on/[^"]+)"', html)[1], data | changes


def send_comment(client, item, **changes):
    address, data = form_of(client, item, **changes)
    return client.post(address, data, headers=HERE)


def came_back(client, item, text, name):
    """Send and confirm a comment; return (what is kept or shown, what should be) wherever they differ.

    Nothing comes back of what was refused, which is said to the visitor.
    """
    before = HubComment.objects.count()
    answer = send_comment(client, item, comment=text, name=name, email=f"writer-{before}@example.org")
    if answer.status_code != 302:
        return [] if "Error: " in answer.text and HubComment.objects.count() == before else [(answer, text)]
    comment = HubComment.objects.latest("pk")
    comment.confirm([], show=True)
    comment.refresh_from_db()
    shown = html.fragment_fromstring(comment.html.strip())
    words = " ".join(" ".join(part.itertext()) for part in shown.xpath("./p[not(@class)]"))
    pairs = [
        (comment.comment, as_kept(text)),
        (comment.user_name, " ".join(as_kept(name).split())),
        (words.split(), as_kept(text).split()),
        (shown.xpath("string(.//h3)").split(), as_kept(name).split()),
    ]
    return [(kept, typed) for kept, typed in pairs if kept != typed]


def press(client, address, **data):
    """Press the button of one of our own pages."""
    return client.post(address, data, headers=HERE)


def links_in(message):
    """Return the paths of the links in a mail, by the word after /comments/."""
    found = re.findall(r"http://hub\.example\.org(/comments/([a-z-]+)/\S+)", message.body)
    return {name: path for path, name in found}


def own_page(comment):
    return f"/comments/mine/{make_token('comment-mine', comment.pk)}/"
