from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Highlight
from tests.factories import create_article, create_programme, create_project, create_publication, tomorrow

pytestmark = pytest.mark.django_db


def home(client):
    return client.get("/")


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def test_newest_article_leads_when_editors_chose_none(client):
    create_article(published_at=days_ago(2))
    newest = create_article(published_at=days_ago(1))

    assert home(client).context["lead"] == newest


def test_editors_choose_the_lead_story(client):
    create_article(published_at=days_ago(1))
    chosen = create_article(published_at=days_ago(500), kind=Article.Kind.INSIGHT)
    Highlight.objects.create(article=chosen)

    assert home(client).context["lead"] == chosen


def test_lead_story_is_not_told_twice(client):
    article = create_article()

    assert home(client).content.decode().count(f">{article.title}</a>") == 1


def test_chosen_story_that_is_scheduled_waits(client):
    create_article(title="Live")
    Highlight.objects.create(article=create_article(title="Scheduled", published_at=tomorrow()))

    assert "Scheduled" not in home(client).content.decode()


def test_slot_without_content_is_not_shown(client):
    html = home(client).content.decode()

    headings = ["Latest news", "Last word", "From the publications shelf", "Places already at work", "Watch"]
    assert [heading for heading in headings if heading in html] == []


def test_film_has_its_slot(client):
    create_article()
    create_article(kind=Article.Kind.VIDEO, title="One whiteboard", published_at=days_ago(9))

    assert "One whiteboard" in home(client).content.decode()


def test_programme_says_how_many_places_are_on_record(client):
    programme = create_programme(mark="lv")
    create_project(programme=programme)
    create_project(programme=programme, published_at=None)

    assert "<b>1</b> place on record" in home(client).content.decode()


def test_shelf_leaves_journal_articles_to_the_repository(client):
    create_publication(title="A guide", type="guide")
    create_publication(title="A paper", type="article")

    assert [p.title for p in home(client).context["publications"]] == ["A guide"]
