"""The few tags and filters that every template has: marks, weaves, dates."""

import base64
import hashlib
from functools import cache

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from content import dates, weave
from content.keeping import kept

register = template.Library()

PROGRAMME_MARKS = {  # ring marks, so that a programme is never taken for a group
    "lv": "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 2.4a4.1 4.1 0 1 0 0 8.2 4.1 4.1 0 0 0 0-8.2z"
    "m0 2a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2z",
    "lc": "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 2.2v8.6a4.3 4.3 0 0 0 0-8.6z",
    "ip": "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM7 4 4 7h3zm2 0v3h3zM4 9l3 3V9zm5 0v3l3-3z",
    "": "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 2.4a4.1 4.1 0 1 0 0 8.2 4.1 4.1 0 0 0 0-8.2z",
}
ICON = '<svg class="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path{}d="{}"/></svg>'


@register.simple_tag
def group_mark(group):
    """The shape of a stakeholder group. Its name in words must follow it."""
    return format_html(ICON, " ", weave.SHAPES[group.order])


@register.simple_tag
def programme_mark(programme):
    """The ring mark of a programme, a plain ring when it has none of its own. Its name must follow it."""
    path = PROGRAMME_MARKS.get(programme.mark)
    return format_html(ICON, mark_safe(' fill-rule="evenodd" '), path) if path else ""


@register.simple_tag(name="weave")
def weave_tag(slug, cols=6, rows=4, groups=(), align="xMidYMid"):
    """The line drawing of a slug; `groups` are stakeholder groups whose shapes it holds."""
    marks = tuple(sorted(group.order for group in groups))
    return mark_safe(weave.weave_svg(slug, cols, rows, marks, align))  # noqa: S308 (no text of anyone's in it)


@register.inclusion_tag("includes/picture.html")
def picture(file, alt, sizes, address="", lazy=False):
    """A stored picture (see `content.pictures`), in the copies that are made of it.

    `sizes` is HTML's; `address` is the picture's own where the storage's is not used; `lazy` for all but
    the first picture of a page.
    """
    copies = {kind: file.srcset(kind, address) for kind in ("avif", "webp")}
    return {"file": file, "alt": alt, "sizes": sizes, "src": address or file.url, "lazy": lazy, **copies}


@register.simple_tag
def script(name):
    """A script of ours, with the hash by which a browser knows that it is the file we wrote."""
    address = static(name)
    return format_html('<script src="{}" integrity="{}" defer></script>', address, integrity(name, address))


@cache
def integrity(name, address):
    """Return the hash of a static file for HTML's attribute: as collected, or as written where it is not."""
    served = address.removeprefix(staticfiles_storage.base_url)
    path = finders.find(name) if served == name else staticfiles_storage.path(served)
    with open(path, "rb") as file:
        return f"sha384-{base64.b64encode(hashlib.sha384(file.read()).digest()).decode()}"


@register.simple_block_tag
def plain(content):
    """Keep what a block says, on one line, so that a page can say it in several places of its head."""
    return mark_safe(" ".join(content.split()))  # noqa: S308 (escaped where it was written)


@register.simple_tag
def marked(parts):
    """A found text: pairs of (text, whether it is a word that was searched for)."""
    words = (f"<mark>{escape(text)}</mark>" if is_word else escape(text) for text, is_word in parts)
    return mark_safe("".join(words))  # noqa: S308 (every piece of text is escaped)


@register.filter
def page_numbers(page):
    """The numbers to offer around a page of a list: its neighbours, the ends, and gaps between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def partial_date(text):
    """2015-10 → October 2015."""
    return dates.in_words(text)


@register.filter
def with_archives(text, archives):
    """Rich text, with each link that is gone replaced by its archived copy (rows of address and copy)."""
    for row in archives or ():
        text = text.replace(f'href="{escape(row.title)}"', f'href="{escape(row.slug)}"')
    return mark_safe(text)  # noqa: S308 (sanitised when it was saved)


@register.tag("kept")
def kept_block(parser, token):
    """`{% kept "footer" %}…{% endkept %}`: a part that is made once until public content changes.

    The words name it and all that it depends on beside public content, as with Django's `{% cache %}`.
    """
    names = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodes = parser.parse(["endkept"])
    parser.delete_first_token()
    return KeptNode(names, nodes)


class KeptNode(template.Node):
    def __init__(self, names, nodelist):
        self.names, self.nodelist = names, nodelist

    def render(self, context):
        key = tuple(name.resolve(context) for name in self.names)
        return kept(("block", *key), lambda: self.nodelist.render(context))
