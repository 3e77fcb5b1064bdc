"""Comments for the demonstration, each marked as one, and the reasons for not showing one."""

from datetime import timedelta

from articles.models import Article
from comments.models import DeclineReason, Discussion, HubComment
from hub.initial_content.reading import group, prose

APART = timedelta(hours=3)


def build():
    for order, words in enumerate(prose("comments")["reasons"], start=1):
        DeclineReason.objects.create(order=order, **words)
    made = {}
    for number, words in enumerate(prose("comments")["comments"], start=1):
        made[words["key"]] = _comment(words, number, made.get(words["reply_to"]))


def _comment(words, number, answers):
    article = Article.objects.get(slug=words["article"])
    discussion, _ = Discussion.objects.get_or_create(kind="articles.article", object_id=article.pk)
    written_at = article.published_at + number * APART
    return HubComment.objects.create(
        discussion=discussion,
        content_type=discussion.content_type,
        object_pk=str(article.pk),
        site_id=1,
        parent_id=answers.deepest if answers else 0,
        answers=answers,
        state=HubComment.State.SHOWN,
        user_name=words["name"],
        group=group(words["group"]) if words["group"] else None,
        comment=words["text"],
        submit_date=written_at,
        confirmed_at=written_at,
        shown_at=written_at,
    )
