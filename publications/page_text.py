"""The text of a PDF page as paragraphs, with the words that a reader looked for marked."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

WORD = re.compile(r"\w[\w’'-]*")
MOST_WORDS = 20


def blocks(text, query=""):
    """Return the paragraphs of a page, lines joined, as safe HTML with every word of the query in <mark>."""
    pattern = _pattern(query)
    paragraphs = [" ".join(lines) for lines in _paragraphs(text)]
    return [_marked(paragraph, pattern) for paragraph in paragraphs]


def _paragraphs(text):
    """Yield lists of lines: a line that stops well before the others, or an empty one, ends a paragraph."""
    lines = [line.strip() for line in text.splitlines()]
    longest = max(map(len, lines), default=0)
    block = []
    for line in lines:
        if line:
            block.append(line)
        whole = line.endswith((".", "?", "!", ":", "”"))
        ended = len(line) < (0.85 if whole else 0.6) * longest
        if block and (ended or not line):
            yield block
            block = []
    if block:
        yield block


def _pattern(query):
    """Match the query's words and their plain endings; None for no words."""
    words = {word.casefold() for word in WORD.findall(query) if len(word) > 1}
    stems = sorted((_stem(word) for word in words), key=len, reverse=True)[:MOST_WORDS]
    if not stems:
        return None
    forms = [re.escape(stem) + (r"\w{0,6}" if len(stem) > 3 else "s?") for stem in stems]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


def _stem(word):
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _marked(text, pattern):
    if pattern is None:
        return escape(text)
    parts, end = [], 0
    for match in pattern.finditer(text):
        parts += [
            escape(text[end : match.start()]),
            mark_safe("<mark>"),
            escape(match[0]),
            mark_safe("</mark>"),
        ]
        end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every piece of text is escaped
