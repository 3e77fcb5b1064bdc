"""What every Atom feed of ours has in common: full addresses, the newest 20, honest dates."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

HOW_MANY = 20


class ContentFeed(Feed):
    """Base of a feed of publishable content.

    A feed says its `name(obj)`, the `path(obj)` of the page it follows, its own `feed_path(obj)`
    and its `queryset(obj)`; what of it is current, and in what order, is decided here.
    """

    feed_type = Atom1Feed
    language = "en-gb"
    author_name = settings.SITE_NAME

    def title(self, obj):
        return f"{settings.SITE_NAME}: {self.name(obj)}"

    def subtitle(self, obj):
        return f"The newest in {self.name(obj)}"

    def link(self, obj):
        return settings.SITE_URL + self.path(obj)

    def feed_url(self, obj):
        return settings.SITE_URL + self.feed_path(obj)

    def items(self, obj):
        return self.queryset(obj).current().newest_first()[:HOW_MANY]

    def item_title(self, item):
        return str(item)

    def item_link(self, item):
        return settings.SITE_URL + item.get_absolute_url()

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at
