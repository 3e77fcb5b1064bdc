"""The links that articles hold: found on every save, looked at by the command `check_links`."""

import time

from django.utils import timezone

from articles.models import Article, ArticleLink
from content.links import is_inside, problem_inside, problem_outside
from content.writing import Outline

PAUSE = 1  # seconds between two questions to other people's sites


def links_in(article):
    """Return the addresses that an article and its perspectives link to, each once, in order."""
    texts = [article.body, article.transcript, *(part.body for part in article.perspectives.all())]
    found = [href for text in texts for href, _ in Outline(text).links]
    found.append(article.source_url)
    return [url for url in dict.fromkeys(found) if url and not url.startswith(("#", "mailto:"))]


def record_links(article):
    """Bring the table of an article's links up to date; what is known of those that stay is kept."""
    wanted = links_in(article)
    article.links.exclude(url__in=wanted).delete()
    known = set(article.links.values_list("url", flat=True))
    ArticleLink.objects.bulk_create(
        [ArticleLink(article=article, url=url[:2000]) for url in wanted if url not in known],
        ignore_conflicts=True,
    )


def check_links(*, outside=0, pause=PAUSE):
    """Look at every link inside the site, and at the `outside` longest unseen ones elsewhere.

    Returns (looked at, broken).
    """
    for article in Article.objects.prefetch_related("perspectives"):
        record_links(article)
    links = ArticleLink.objects.filter(article__in=Article.objects.published()).order_by("checked_at", "pk")
    inside = [link for link in links if is_inside(link.url)]
    elsewhere = [link for link in links if not is_inside(link.url)][:outside]
    for link in inside:
        _note(link, problem_inside(link.url))
    for link in elsewhere:
        _note(link, problem_outside(link.url))
        time.sleep(pause)
    looked_at = [*inside, *elsewhere]
    return len(looked_at), sum(bool(link.problem) for link in looked_at)


def _note(link, problem):
    link.problem, link.checked_at = problem, timezone.now()
    ArticleLink.objects.filter(pk=link.pk).update(problem=problem, checked_at=link.checked_at)
