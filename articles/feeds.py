"""The newest articles of a kind as Atom."""

from django.http import Http404
from django.urls import reverse

from articles.models import Article
from content.feeds import ContentFeed


class LatestArticles(ContentFeed):
    """One feed a kind: /news/feed/, /insight/feed/ and so on."""

    def get_object(self, request, kind):
        if kind not in Article.Kind:
            raise Http404
        return Article.Kind(kind)

    def name(self, kind):
        return kind.label

    def path(self, kind):
        return reverse("articles:list", args=[kind.value])

    def feed_path(self, kind):
        return reverse("articles:feed", args=[kind.value])

    def queryset(self, kind):
        return Article.objects.filter(kind=kind).for_cards()

    def item_description(self, article):
        return article.standfirst

    def item_author_name(self, article):
        people = [str(authorship.person) for authorship in article.authorships.all()]
        return ", ".join(people) or self.author_name

    def item_categories(self, article):
        return [group.name for group in article.groups.all()]
