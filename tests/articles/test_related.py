import pytest

from articles.models import Article, ArticleLink, Series, SeriesItem
from articles.related import MOST_RELATED, neighbours, related_to
from tests.factories import (
    create_article,
    create_groups,
    create_place,
    create_programme,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def again(article):
    """The article as its page asks for it."""
    return Article.objects.for_page().get(pk=article.pk)


def titles(rows, what):
    return [row.title for row in rows[what]]


def test_related_puts_what_shares_most_first():
    topics, groups = [create_topic(), create_topic()], create_groups()
    article = create_article(topics=topics, groups=groups)
    little = create_article(groups=groups[:1])
    much = create_article(topics=topics)
    create_article()

    assert titles(related_to(again(article)), "related") == [much.title, little.title]


def test_related_leaves_out_itself_drafts_and_withdrawn():
    topics = [create_topic()]
    article = create_article(topics=topics)
    create_article(topics=topics, published_at=None)
    create_article(topics=topics, published_at=tomorrow())
    create_article(topics=topics, withdrawn_at=yesterday())

    assert related_to(again(article))["related"] == []


def test_related_is_short():
    topics = [create_topic()]
    article = create_article(topics=topics)
    for _ in range(MOST_RELATED + 2):
        create_article(topics=topics)

    assert len(related_to(again(article))["related"]) == MOST_RELATED


def test_related_names_what_the_article_is_about():
    article = create_article()
    place, programme, publication = create_place(), create_programme(), create_publication()
    article.places.set([place, create_place(published_at=None)])
    article.programmes.set([programme])
    article.publications.set([publication])

    rows = related_to(again(article))

    assert [row.url for what in ("place", "programme", "publication") for row in rows[what]] == [
        place.get_absolute_url(),
        programme.get_absolute_url(),
        publication.get_absolute_url(),
    ]
    assert rows["publication"][0].label == "Research report, 2015"


def test_neighbours_skip_steps_that_are_not_public():
    series = Series.objects.create(
        title="Begin here", slug="begin-here", summary="S", published_at=yesterday()
    )
    here, hidden = create_article(), create_article(published_at=None)
    before, after = create_place(), create_publication()
    for order, step in enumerate(
        [{"place": before}, {"article": here}, {"article": hidden}, {"publication": after}]
    ):
        SeriesItem.objects.create(series=series, order=order, **step)

    [(row, previous, following)] = neighbours(related_to(again(here)), here)

    assert row.url == series.get_absolute_url()
    assert (previous.url, following.url) == (before.get_absolute_url(), after.get_absolute_url())


def test_archived_copy_replaces_a_link_that_is_gone(client):
    article = create_article(body='<p><a href="https://gone.example.org/?a=1&amp;b=2">Gone</a></p>')
    link, _ = ArticleLink.objects.get_or_create(article=article, url="https://gone.example.org/?a=1&b=2")
    link.archive_url = "https://web.archive.org/web/2016/https://gone.example.org/"
    link.save()

    page = client.get(article.get_absolute_url()).text

    assert f'href="{link.archive_url}"' in page
    assert 'href="https://gone.example.org' not in page
