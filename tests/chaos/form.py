"""Comments over HTTP, as a visitor's browser sends them."""

import re
from urllib.parse import urlencode

from tests.chaos import hub


def comment_box(port):
    """Return the address of a comment form of the initial content."""
    for path in re.findall(r'href="(/insight/[^"?]+/)"', hub.get(port, "/insight/").body.decode()):
        if found := re.search(r'action="(/comments/on/[^"]+)"', hub.get(port, path).body.decode()):
            return found[1]
    raise AssertionError("no article takes comments")


def post(port, address, more=(), **fields):
    """Press a button of a page of ours, with more headers perhaps; return the answer."""
    headers = dict(more) | {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{port}",
    }
    return hub.ask(port, "POST", address, urlencode(fields), headers=headers)


def comment(port, box, n, stamp=None):
    """Send one comment with a fresh stamp, or a given one; return both answers."""
    stamp = stamp or hub.get(port, f"{box}stamp/")
    fields = {"comment": f"Comment {n}.", "name": f"Writer {n}", "email": f"writer-{n}@example.org"}
    return stamp, post(port, box, stamp=stamp.body.decode(), **fields)
