"""What every Atom feed of ours has in common: full text and addresses, lasting ids, honest dates, 304."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag

from content.caching import current_generation

CONTROLS = set(range(0x20)) - {*b"\t\n\r"}
NOT_IN_XML = dict.fromkeys([*CONTROLS, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def clean(text):
    """Return a text without the characters that XML cannot hold."""
    return str(text).translate(NOT_IN_XML)


def lasting_id(item):
    """Return the tag: URI (RFC 4151) of a row: it stays when the address changes."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{item._meta.label_lower}/{item.pk}"


class FullTextAtom(Atom1Feed):
    """Atom with the whole text of each entry beside its summary."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            attributes = {"type": "html", "xml:base": item["link"]}
            handler.addQuickElement("content", clean(item["content"]), attributes)


class HubFeed(Feed):
    """Base of every feed. Subclasses say what it is of, as Django's `Feed` asks.

    `item_content(item)` is the whole text as HTML; `state(obj)` is one text or number that is
    another one whenever the feed would be, for less than making it costs. Besides, the feed is
    taken for new whenever the generation of cached pages is.
    """

    feed_type = FullTextAtom
    language = "en-gb"
    author_name = settings.SITE_NAME

    def __call__(self, request, *args, **kwargs):
        """Answer 304 to a reader who has the feed as it is: what `get_object` asks, and two questions."""
        state = self.state_asked(request, *args, **kwargs)
        known = f"{state} {current_generation()} {request.get_full_path()}"
        etag = quote_etag(hashlib.sha256(known.encode()).hexdigest()[:24])
        response = get_conditional_response(request, etag=etag)
        if response is None:
            response = super().__call__(request, *args, **kwargs)
        response.headers["ETag"] = etag
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def state_asked(self, request, *args, **kwargs):
        """Return the state of the feed at an address; where `get_object` costs much, without it."""
        return self.state(self.get_object(request, *args, **kwargs))

    def item_content(self, item):
        return ""

    def item_extra_kwargs(self, item):
        return {"content": self.item_content(item)}

    def item_link(self, item):
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item):
        return lasting_id(item)
