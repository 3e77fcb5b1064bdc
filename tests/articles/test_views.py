from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Authorship, Perspective
from tests.factories import (
    create_article,
    create_groups,
    create_person,
    create_place,
    create_programme,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db
NEWS = "/news/"


@pytest.mark.parametrize(
    ("days_from_now", "status_code"),
    [(None, 404), (1, 404), (-1, 200)],
    ids=["draft", "scheduled", "live"],
)
def test_article_detail_shows_live_articles_only(client, days_from_now, status_code):
    when = days_from_now and timezone.now() + timedelta(days=days_from_now)
    article = create_article(published_at=when)

    response = client.get(article.get_absolute_url())

    assert response.status_code == status_code


def test_article_detail_of_a_removed_article_says_gone(client):
    article = create_article(removed_at=yesterday())

    response = client.get(article.get_absolute_url())

    assert response.status_code == 410
    assert article.title not in response.text


def test_article_detail_of_a_withdrawn_article_says_why(client):
    article = create_article(
        withdrawn_at=yesterday(), withdrawn_because="The figures were wrong.", replaced_by="/insight/better/"
    )

    page = client.get(article.get_absolute_url()).text

    assert "The figures were wrong." in page
    assert 'href="/insight/better/"' in page


def test_article_detail_under_another_kind_is_not_found(client):
    article = create_article(kind="news")

    assert client.get(f"/insight/{article.slug}/").status_code == 404


@pytest.mark.parametrize("hidden", [None, tomorrow()], ids=["draft", "scheduled"])
def test_hidden_articles_appear_nowhere(client, hidden):
    seen = create_article(kind="insight", topics=[create_topic()], groups=create_groups())
    unseen = create_article(
        title="Not yet to be seen",
        kind="insight",
        topics=seen.topics.all(),
        groups=create_groups(),
        published_at=hidden,
    )
    places = ["/insight/", "/insight/feed/", seen.get_absolute_url(), "/insight/?for=councillors"]

    assert [path for path in places if unseen.title in client.get(path).text] == []


def test_article_list_counts_live_articles_only(client):
    groups = create_groups()
    create_article(groups=groups[:1])
    create_article(groups=groups[:1], published_at=None)

    page = client.get(NEWS).context

    assert page["page"].paginator.count == 1
    assert page["filter"].group_choices[0].count == 1
    assert [choice.count for choice in page["filter"].year_choices] == [1]


def test_article_list_filters_by_group_topic_and_year(client):
    groups, topic = create_groups(), create_topic()
    wanted = create_article(groups=groups[:1], topics=[topic])
    create_article(groups=groups[1:2], topics=[topic])
    create_article(groups=groups[:1])

    query = {"for": groups[0].slug, "topic": topic.slug, "year": wanted.published_at.year}
    response = client.get(NEWS, query)

    assert list(response.context["articles"]) == [wanted]


def test_article_list_counts_the_last_minute_of_a_year_where_it_filters_it(client):
    last_minute = datetime(2015, 12, 31, 23, 59, 30, tzinfo=UTC)
    create_article(published_at=last_minute)
    create_article(published_at=last_minute + timedelta(minutes=1))

    years = client.get(NEWS).context["filter"].year_choices
    found = [client.get(NEWS, {"year": year}).context["page"].paginator.count for year in (2016, 2015)]

    assert [(choice.name, choice.count) for choice in years] == [("2016", 1), ("2015", 1)]
    assert found == [1, 1]


def test_article_list_offers_a_way_out_of_each_filter(client):
    groups = create_groups()

    page = client.get(NEWS, {"for": [groups[0].slug, groups[1].slug]}).text

    assert f'href="?for={groups[1].slug}"' in page
    assert "Nothing matches all of that" in page


@pytest.mark.parametrize(
    "query",
    [
        "for=nobody",
        "topic=%00",
        "year=abcd",
        "year=0000",
        "year=٢٠٢٦",
        "page=x",
        "page=-1",
        "page=99999999999999999999",
    ],
)
def test_article_list_survives_any_filter(client, query):
    create_groups()

    assert client.get(f"{NEWS}?{query}").status_code == 200


def test_article_list_says_which_filter_it_does_not_know(client):
    create_groups()

    assert "We do not know “nobody”" in client.get(f"{NEWS}?for=nobody").text


def test_article_list_pages_by_twenty_under_months(client):
    for _ in range(21):
        create_article()

    first, second = client.get(NEWS), client.get(f"{NEWS}?page=2")

    assert len(first.context["page"]) == 20
    assert len(second.context["page"]) == 1
    assert f'<h3 class="month">{yesterday():%B %Y}</h3>' in first.text


@pytest.mark.parametrize("times", [1, 20])
def test_article_list_costs_the_same_however_long(client, django_assert_num_queries, times):
    groups, person = create_groups(), create_person()
    for _ in range(times):
        article = create_article(groups=groups, topics=[create_topic()])
        Authorship.objects.create(article=article, person=person)
    query = {"for": groups[0].slug, "topic": article.topics.get().slug}

    with django_assert_num_queries(7):  # groups, chosen topics, facets, count, cards, their groups, authors
        client.get(NEWS, query)


def full_article(times):
    article = create_article(
        kind="insight", groups=create_groups(), topics=[create_topic() for _ in range(times)]
    )
    for order in range(times):
        Authorship.objects.create(article=article, person=create_person(), order=order)
        create_article(groups=create_groups(), topics=article.topics.all())
    for group in create_groups():
        Perspective.objects.create(article=article, group=group, heading="A stance", body="<p>Why.</p>")
    article.programmes.set([create_programme() for _ in range(times)])
    article.places.set([create_place() for _ in range(times)])
    article.publications.set([create_publication() for _ in range(times)])
    return article


@pytest.mark.parametrize("times", [1, 20])
def test_article_detail_costs_the_same_however_much(client, django_assert_num_queries, times):
    article = full_article(times)

    # Article, groups, authors, perspectives, all links, footer; two for the comment thread.
    with django_assert_num_queries(8):
        client.get(article.get_absolute_url())


def test_article_detail_offers_each_perspective_an_address(client):
    page = client.get(full_article(1).get_absolute_url()).text

    assert '<a href="#senior-managers">' in page
    assert 'id="senior-managers"' in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_article_pages_refuse_to_be_written(client, method):
    article = create_article()

    assert getattr(client, method)(article.get_absolute_url()).status_code == 405
    assert getattr(client, method)(NEWS).status_code == 405


def test_article_page_names_a_film_host_only_where_there_is_a_film(client):
    film = create_article(
        kind="video", video_url="https://www.youtube.com/watch?v=abcdefghijk", transcript="<p>Hello.</p>"
    )
    other = create_article()

    policy = client.get(film.get_absolute_url())["Content-Security-Policy"]

    assert "frame-src https://www.youtube-nocookie.com" in policy
    assert "frame-src" not in client.get(other.get_absolute_url())["Content-Security-Policy"]


def test_article_pages_set_no_cookie(client):
    article = create_article()

    for path in [NEWS, article.get_absolute_url(), "/news/feed/"]:
        assert not client.get(path).cookies


def test_cards_name_groups_in_their_fixed_order(client):
    groups = create_groups()
    article = create_article()
    for group in reversed(groups):
        article.groups.add(group)

    [card] = client.get(NEWS).context["articles"]

    assert list(card.groups.all()) == groups
