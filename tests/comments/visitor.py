"""A visitor's browser, as far as the comment box sees it."""

import re

from content.tokens import make_token

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


def press(client, address, **data):
    """Press the button of one of our own pages."""
    return client.post(address, data, headers=HERE)


def links_in(message):
    """Return the paths of the links in a mail, by the word after /comments/."""
    found = re.findall(r"http://hub\.example\.org(/comments/([a-z-]+)/\S+)", message.body)
    return {name: path for path, name in found}


def own_page(comment):
    return f"/comments/mine/{make_token('comment-mine', comment.pk)}/"
