import pytest

from articles.models import Series, SeriesItem
from tests.factories import create_article, create_publication, yesterday

pytestmark = pytest.mark.django_db


def create_series(**fields):
    defaults = {"title": "Begin here", "slug": "begin-here", "summary": "S", "published_at": yesterday()}
    return Series.objects.create(**defaults | fields)


def test_series_shows_its_public_steps_in_order(client, django_assert_num_queries):
    series = create_series()
    first, second, draft = create_publication(), create_article(), create_article(published_at=None)
    SeriesItem.objects.create(series=series, order=2, article=second)
    SeriesItem.objects.create(series=series, order=1, publication=first)
    SeriesItem.objects.create(series=series, order=3, article=draft)

    with django_assert_num_queries(3):  # series, steps, footer
        page = client.get(series.get_absolute_url())

    assert [item.content for item in page.context["series"].public_items()] == [first, second]
    assert page.text.index(first.title) < page.text.index(second.title)


def test_series_that_is_a_draft_is_not_found(client):
    assert client.get(create_series(published_at=None).get_absolute_url()).status_code == 404
