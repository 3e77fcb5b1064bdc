"""Plain text to HTML: paragraphs and links, everything else as typed."""

import re

from django.utils.html import Urlizer, escape, linebreaks
from django.utils.safestring import mark_safe

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class CommentUrlizer(Urlizer):
    """Links to pages only: an e-mail address in a comment stays text, out of reach of harvesters."""

    url_template = '<a href="{href}" rel="nofollow ugc">{url}</a>'

    simple_url_2_re = re.compile(r"(?!)")  # “example.org” alone is not made a link

    def handle_word(self, word, **kwargs):
        if "@" in word and "://" not in word:
            return escape(word)
        lead, middle, trail = self.trim_punctuation(word)
        if middle.lower().startswith("www."):
            word = f"{lead}https://{middle}{trail}"
        return super().handle_word(word, **kwargs)


def as_html(text):
    """Return safe HTML of a comment's text: paragraphs, and links that give no search rank."""
    return mark_safe(linebreaks(CommentUrlizer()(text, autoescape=True)))  # noqa: S308 (escaped by the urlizer)


def count_links(text):
    return len(LINK.findall(text))
