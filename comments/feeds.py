"""New comments as Atom: of one thread, and of the whole site."""

from django.conf import settings
from django.db.models import Count, Max
from django.urls import reverse

from comments.models import Discussion, HubComment
from comments.text import as_html
from content.feeds import HubFeed, clean

LENGTH = 50


class CommentFeed(HubFeed):
    """Shown comments, newest first."""

    subtitle = "The newest first."

    def state_asked(self, request, kind=None, object_id=None):
        """Return how many there are and when the last was shown or edited, by one query."""
        comments = HubComment.objects.public()
        if kind:
            comments = comments.filter(discussion__kind=kind, discussion__object_id=object_id)
        return list(comments.aggregate(Count("pk"), Max("shown_at"), Max("edited_at")).values())

    def get_object(self, request, kind=None, object_id=None):
        return Discussion.public_or_404(kind, object_id) if kind else None

    def title(self, discussion):
        return clean(
            f"Comments on “{discussion.item}”" if discussion else "All comments on the Systems Leadership Hub"
        )

    def link(self, discussion):
        return settings.SITE_URL + (discussion.get_absolute_url() if discussion else reverse("home"))

    def feed_url(self, discussion):
        if not discussion:
            return settings.SITE_URL + reverse("comments:feed_of_all")
        return settings.SITE_URL + reverse("comments:feed", args=[discussion.kind, discussion.object_id])

    def items(self, discussion):
        comments = HubComment.objects.public().select_related("discussion").order_by("-shown_at")
        if discussion:
            comments = comments.filter(discussion=discussion) if discussion.pk else comments.none()
        comments = list(comments[:LENGTH])
        Discussion.fetch_items([comment.discussion for comment in comments])
        return comments

    def item_title(self, comment):
        return clean(f"{comment.user_name} on “{comment.discussion.item}”")

    def item_description(self, comment):
        return clean(as_html(comment.comment))

    def item_author_name(self, comment):
        return clean(comment.user_name)

    def item_pubdate(self, comment):
        return comment.shown_at

    def item_updateddate(self, comment):
        return comment.edited_at or comment.shown_at
