"""Pages of the copy: which links they have, and the page again without forms and with links to files."""

import os
import re
from html import escape, unescape
from urllib.parse import parse_qsl, quote, unquote, urldefrag, urljoin, urlsplit

from django.conf import settings

PAGERS = {"page", "comments"}  # the only parameters that make a page of the copy
VALUE = r"""(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?"""
TAG = rf"""<[a-zA-Z][^\s/>]*(?:\s+[^\s"'=<>/]+{VALUE})*\s*/?>"""
TAGS = re.compile(rf"<!--.*?-->|(?P<script><script\b[^>]*>)(?P<code>.*?</script>)|(?P<tag>{TAG})", re.DOTALL)
LINK = re.compile(r'(?P<name>\s(?:href|src|srcset|poster))="(?P<value>[^"]*)"')
WITHOUT = re.compile(
    r'<details class="facets">.*?</details>|<form\b.*?</form>|<link rel="manifest"[^>]*>'
    r'|<script src="[^"]*/(?:comments|suggest)[^"/]*\.js"[^>]*></script>',
    re.DOTALL,
)
NOTICE = (
    '<p class="wrap small">This is a copy. Search, filters and comments work on '
    '<a href="{}">the Hub itself</a>.</p>\n    <main '
)


def address_of(link, page):
    """Return the address on this site that a link of a page leads to, without fragment, or None.

    Parameters are kept in a fixed order; equal addresses are equal text.
    """
    try:
        parts = urlsplit(urldefrag(urljoin(settings.SITE_URL + page, link)).url)
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return None
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{parts.path or '/'}?{query}" if query else parts.path or "/"


def file_of(address, content_type):
    """Return the file of an address within the copy; None when its parameters make no page of its own."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if any(name not in PAGERS or not (value.isascii() and value.isdigit()) for name, value in query):
        return None
    path = unquote(parts.path).removeprefix("/")
    if ".." in path.split("/"):
        return None
    name = "-".join(part for pair in query for part in pair)
    if path and not path.endswith("/"):
        return None if name else path
    return f"{path}{name or 'index'}.{'xml' if 'xml' in content_type else 'html'}"


def links_of(html, page):
    """Return the addresses on this site that a page links to, forms left out."""
    found = {}
    for tag in TAGS.finditer(WITHOUT.sub("", html)):
        for link in _links(tag["tag"] or tag["script"] or ""):
            for value in _values(link):
                found[address_of(value, page)] = True
    return [address for address in found if address]


def rewritten(html, page, files):
    """Return a page as a file: without forms, links to what is in `files` relative, others in full."""

    def tag(match):
        text = match["tag"] or match["script"]
        if text is None or 'rel="canonical"' in text:
            return match[0]
        return LINK.sub(lambda link: _written(link, page, files), text) + (match["code"] or "")

    notice = NOTICE.format(escape(settings.SITE_URL + page))
    return TAGS.sub(tag, WITHOUT.sub("", html)).replace("<main ", notice, 1)


def _links(tag):
    return [] if 'rel="canonical"' in tag else LINK.finditer(tag)


def _values(link):
    """Return the addresses in an attribute: several with their sizes in srcset, else one."""
    value = unescape(link["value"])
    if "srcset" in link["name"]:
        return [each.split()[0] for each in value.split(",") if each.split()]
    return [value]


def _written(link, page, files):
    value = unescape(link["value"])
    if "srcset" in link["name"]:
        each = [part.split() for part in value.split(",") if part.split()]
        value = ", ".join(" ".join([_target(part[0], page, files), *part[1:]]) for part in each)
    else:
        value = _target(value, page, files)
    return f'{link["name"]}="{escape(value)}"'


def _target(link, page, files):
    address, fragment = address_of(link, page), urldefrag(link).fragment
    if address is None or link.startswith("#"):
        return link
    if address not in files:
        return settings.SITE_URL + address + (f"#{fragment}" if fragment else "")
    path = os.path.relpath(files[address], os.path.dirname(files[page]) or ".")
    return quote(path) + (f"#{fragment}" if fragment else "")
