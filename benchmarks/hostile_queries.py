"""Asks a served Hub 500 hostile things: `python -m benchmarks.hostile_queries`.

Each text goes, over HTTP, to the one search, the list of publications, the suggestions and the page of
a file. Prints the slowest answer of each, and exits 1 if one was an error of the server, took longer
than a second, or held the text as anything but text.
"""

import http.client
import os
import random
import sys
import tempfile
import time
from html.parser import HTMLParser
from urllib.parse import quote

from benchmarks.server import running
from benchmarks.visitor import UNCACHED

HOW_MANY, LONGEST = 500, 1.0
MARK = "x7hub"  # what a text would become if it were taken for HTML
BREAKOUTS = [
    f"<{MARK}>", f'"><{MARK}>', f"'><{MARK} {MARK}=1>", f'" {MARK}="1', f"</title><{MARK}>", f"<!--<{MARK}>",
    f"</textarea><{MARK}>", f"]]><{MARK}>", f"{{{{ 7 }}}}<{MARK}>", f"&lt;{MARK}&gt;<{MARK}>",
    f"<svg/onload={MARK}>", f"javascript:{MARK}", f"\\u003c{MARK}>", f"%3C{MARK}%3E",
]  # fmt: skip
GRAMMAR = [
    '"', '""', '"a', 'a"', "((((", "]", "[", "{", "}", "^", "~", "*", "?", "\\", "//", ":", "::", "title:",
    "title:title:", 'title:"', "year:", "year:..", "year:9999..0", "year:-1", "-", "--",
    "-a", "-title:a", "- a",
    "+", "+a", "OR", "OR OR", "a OR", "OR a", "a OR OR b", "AND", "NOT", "IN [a]", "a^2", "a~", "a*", "*:*",
    "field:[a TO b]", "nothing:here", "author:OR", "publisher:-", '"a b"~9', "title:*",
]  # fmt: skip
WEAPONS = [
    "a" * 4_000, "a " * 2_000, '"a" ' * 1_000, "(" * 4_000, "-" * 4_000, "a OR " * 900, "title:a " * 500,
    "year:1..9 " * 400, " ".join(map(str, range(900))), "the " * 900, '"the the the the" ' * 100,
    "e\u0301" * 900, "\u0301" * 900, "\u202e" * 900, "👩‍👧" * 300, "ﷺ" * 900, "İ" * 900, "ß" * 900,
    "zq" * 500, " ".join(f"zqxj{n}" for n in range(300)), "leadershp " * 300, "\x00", "a\x00b", "\ufeff",
    "\u2028", "\r\nSet-Cookie: a=b", "' OR 1=1 --", "'; DROP TABLE publications_file; --",
    "%' AND SLEEP(9) --",
    "../../etc/passwd", "${7*7}", "$(reboot)", "`id`", "%s%s%s%n", "{0.__class__}", "\x1b[2J", "%00",
    "%", "%zz",
    "&q=2", "#", "+" * 900,
]  # fmt: skip
MOST = 3_500  # characters of an address: what the server takes


def texts():
    """Return the hostile texts, the same every time."""
    dice = random.Random(6)
    every = [*BREAKOUTS, *GRAMMAR, *WEAPONS]
    while len(every) < HOW_MANY:
        pieces = [dice.choice([*BREAKOUTS, *GRAMMAR, "systems", "leadership", "zqxj"]) for _ in range(9)]
        strange = (dice.choice([dice.randrange(32, 127), dice.randrange(0xA0, 0xD7FF)]) for _ in range(9))
        pieces.append("".join(map(chr, strange)))
        dice.shuffle(pieces)
        every.append(dice.choice([" ", "", " OR ", ":"]).join(pieces[: dice.randint(2, 10)]))
    return every[:HOW_MANY]


class Watchman(HTMLParser):
    """Reads a page as a browser does, and notes what a text became beside text."""

    found = False

    def handle_starttag(self, tag, attributes):
        links = [value or "" for name, value in attributes if name in {"href", "src", "action"}]
        scripted = any(link.lower().startswith("javascript:") for link in links)
        self.found |= scripted or MARK in tag or any(MARK in name for name, _ in attributes)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HUB_DEMO": "1", "HUB_VAR": folder, "DJANGO_SETTINGS_MODULE": "hub.settings"}
        pages = prepare()
        with running("hub.wsgi", SEARCH_FOLLOWS="0") as server:
            for path in pages.values():
                ask(server.port, path, "a first question, which opens the index")
            results = {
                name: [ask(server.port, path, text) for text in texts()] for name, path in pages.items()
            }
    return report(results)


def prepare():
    """Load the initial content and its index; return {name: path of a page that takes a text}."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    from publications.models import PageText

    for command in ("migrate", "load_initial_content", "extract_text", "update_search_index"):
        call_command(command, stdout=open(os.devnull, "w"))  # noqa: SIM115 - for as long as we run
    call_command("collectstatic", verbosity=0, interactive=False)
    page = PageText.objects.select_related("file__publication").first()
    publication = page.file.publication
    return {
        "search": reverse("search"),
        "publications": reverse("publications:list"),
        "suggestions": reverse("suggest"),
        "page of a file": reverse("publications:page", args=[publication.pk, publication.slug, page.number]),
    }


def ask(port, path, text):
    """Return (seconds, status, whether the text was more than text, the text)."""
    address = f"{path}?q={quote(text)}"[:MOST]  # a character cut in two is one more hostile thing
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers=UNCACHED | {"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    body, seconds = answer.read().decode(), time.monotonic() - started
    connection.close()
    watchman = Watchman()
    if "html" in answer.getheader("Content-Type", ""):
        watchman.feed(body)
    return seconds, answer.status, watchman.found, text


def report(results):
    """Print a line a page; return whether anything was wrong."""
    wrong = False
    for name, answers in results.items():
        seconds, _, _, text = max(answers)
        statuses = sorted({status for _, status, _, _ in answers})
        raw = [text for _, _, found, text in answers if found]
        middle = sorted(answers)[len(answers) // 2][0]
        print(
            f"{name:15} {len(answers)} texts, median {middle * 1000:.0f} ms, slowest {seconds * 1000:.0f} ms"
            f" ({text[:40]!r}), statuses {statuses}, unescaped {raw or 'none'}"
        )
        wrong |= seconds > LONGEST or max(statuses) >= 500 or bool(raw)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
