"""Advice on a text while it is written: what trips a reader, and what the machine can see of it."""

from html.parser import HTMLParser

from content.links import is_inside, problem_inside

VAGUE = {
    "click here",
    "here",
    "read more",
    "more",
    "link",
    "this link",
    "this page",
    "this",
    "learn more",
    "see here",
}
LONGEST_STANDFIRST = 220
MOST_LINKS = 50


class Outline(HTMLParser):
    """The headings and links of a text, in order."""

    def __init__(self, html):
        super().__init__()
        self.headings, self.links = [], []
        self._text, self._href = None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if tag == "a":
            self._href, self._text = dict(attrs).get("href") or "", ""

    def handle_data(self, data):
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "a" and self._text is not None:
            self.links.append((self._href, " ".join(self._text.split())))
            self._text = None


def advice_on(html, where="The text"):
    """Return sentences on what to look at in a rich text; none when all is well."""
    outline = Outline(html)
    return [*_on_headings(outline, where), *_on_links(outline, where)]


def _on_headings(outline, where):
    level = 1
    for heading in outline.headings:
        if heading > level + 1:
            yield f"{where}: a heading of level {heading} follows level {level}. Do not skip a level."
            return
        level = heading


def _on_links(outline, where):
    for href, text in outline.links[:MOST_LINKS]:
        if not text:
            yield f"{where}: the link to {href} has no words."
        elif text.lower().strip(" .…→>") in VAGUE:
            yield f"{where}: “{text}” says nothing about where the link leads. Name the page."
        elif text.startswith(("http://", "https://", "www.")):
            yield f"{where}: the link {text[:60]} shows its address. Give it words."
        if is_inside(href) and (problem := problem_inside(href)):
            yield f"{where}: the link “{text or href}” leads to {href}. {problem}"


def advice_on_standfirst(text):
    """Return a sentence when a standfirst is too long for a card."""
    if len(text) > LONGEST_STANDFIRST:
        yield f"The standfirst has {len(text)} characters. Beyond {LONGEST_STANDFIRST} few read it."
