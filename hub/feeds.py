"""The Atom feed of every list: the list's address, then feed/, then the list's own filters."""

from django.conf import settings
from django.http import HttpResponse

from alerts import lists
from alerts.entries import entry, with_needs
from content import searching
from content.feeds import HubFeed, clean

HOW_MANY = 20


class ListFeed(HubFeed):
    """The newest twenty of a list, whatever kinds of content it holds."""

    def __call__(self, request, *args, **kwargs):
        """Answer 503 to a reader of a search for as long as there is no index."""
        try:
            return super().__call__(request, *args, **kwargs)
        except searching.UnavailableError:
            text = "Search is being rebuilt. Please ask again in a minute."
            headers = {"Retry-After": "60", "Cache-Control": "no-store"}
            return HttpResponse(text, status=503, content_type="text/plain", headers=headers)

    def get_object(self, request, page):
        return lists.find(f"/{page}", request.GET)

    def state(self, followed):
        return followed.state()

    def title(self, followed):
        return clean(f"{settings.SITE_NAME}: {followed.title}")

    def subtitle(self, followed):
        return "The newest first, with their whole text."

    def link(self, followed):
        return settings.SITE_URL + followed.address

    def feed_url(self, followed):
        return settings.SITE_URL + followed.feed_address

    def items(self, followed):
        return followed.newest(HOW_MANY, with_needs)

    def item_title(self, item):
        return clean(entry(item).title)

    def item_description(self, item):
        return clean(entry(item).summary)

    def item_content(self, item):
        return entry(item).text

    def item_author_name(self, item):
        return clean(", ".join(entry(item).authors)) or self.author_name

    def item_categories(self, item):
        return entry(item).groups

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at
