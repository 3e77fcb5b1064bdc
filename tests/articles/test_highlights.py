import pytest

from articles.models import Article, Highlight
from tests.articles.desk import sign_in
from tests.factories import create_article, tomorrow

pytestmark = pytest.mark.django_db


def test_home_page_leads_with_what_editors_chose(client):
    chosen = create_article(kind="insight", title="Chosen by an editor")
    create_article(kind="insight")
    Highlight.objects.create(article=chosen, order=1)

    assert client.get("/").context["lead"] == chosen


def test_home_page_leads_with_the_newest_by_default(client):
    create_article(kind="insight")
    newest = create_article(kind="insight")

    assert client.get("/").context["lead"] == newest


@pytest.mark.parametrize("when", [None, tomorrow()], ids=["draft", "scheduled"])
def test_highlight_that_is_not_public_is_skipped(client, when):
    live = create_article(kind="insight")
    Highlight.objects.create(article=create_article(kind="insight", published_at=when), order=1)

    assert client.get("/").context["lead"] == live


def test_highlights_come_in_their_order():
    third, first, second = create_article(), create_article(), create_article()
    Highlight.objects.create(article=second, order=2)
    Highlight.objects.create(article=first, order=1)

    assert list(Article.objects.highlights_first()) == [first, second, third]


def test_editor_arranges_the_home_page(client):
    article = create_article()
    sign_in(client, "Editors")

    client.post("/admin/articles/highlight/add/", {"article": article.pk, "order": 1})

    assert Highlight.objects.get().article == article
