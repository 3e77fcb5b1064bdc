"""New comments as Atom: of one thread, and of the whole site."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from comments.models import Discussion, HubComment
from comments.text import as_html

LENGTH = 50


class CommentFeed(Feed):
    """Shown comments, newest first."""

    feed_type = Atom1Feed

    def get_object(self, request, kind=None, object_id=None):
        return Discussion.public_or_404(kind, object_id) if kind else None

    def title(self, discussion):
        return (
            f"Comments on “{discussion.item}”" if discussion else "All comments on the Systems Leadership Hub"
        )

    def link(self, discussion):
        return discussion.get_absolute_url() if discussion else "/"

    def items(self, discussion):
        comments = HubComment.objects.public().select_related("discussion").order_by("-shown_at")
        if discussion:
            comments = comments.filter(discussion=discussion) if discussion.pk else comments.none()
        comments = list(comments[:LENGTH])
        Discussion.fetch_items([comment.discussion for comment in comments])
        return comments

    def item_title(self, comment):
        return f"{comment.user_name} on “{comment.discussion.item}”"

    def item_description(self, comment):
        return as_html(comment.comment)

    def item_author_name(self, comment):
        return comment.user_name

    def item_pubdate(self, comment):
        return comment.shown_at

    def item_updateddate(self, comment):
        return comment.edited_at or comment.shown_at
