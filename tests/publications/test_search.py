"""The list of publications, as a reader sees it."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from publications.models import Publication
from tests.factories import (
    NOT_LISTED,
    create_groups,
    create_organisation,
    create_place,
    create_programme,
    create_publication,
    create_topic,
)

pytestmark = pytest.mark.django_db


def get(client, query=""):
    return client.get(reverse("publications:list") + query)


def found(response):
    return [hit.title for hit in response.context["listing"].items]


def fill(count):
    groups, organisation = create_groups(), create_organisation()
    topic, programme, place = create_topic(), create_programme(mark="lv"), create_place()
    for number in range(count):
        publication = create_publication(
            title=f"Trust {number:02}",
            groups=groups,
            topics=[topic],
            publisher=organisation,
            issued=f"20{10 + number % 9}",
        )
        publication.programmes.add(programme)
        publication.places.add(place)


@pytest.mark.parametrize(
    "query", ["", "?q=trust", "?q=trust&type=report&from=2011&to=2014&page=2", "?q=nothing&type=guide"]
)
@pytest.mark.parametrize("count", [3, 45])
def test_list_costs_at_most_eight_queries_however_long(
    client, catch_up, django_assert_max_num_queries, query, count
):
    fill(count)
    catch_up()

    with django_assert_max_num_queries(8):
        assert get(client, query).status_code == 200


def test_list_shows_newest_first_and_best_match_for_a_search(client, catch_up):
    create_publication(title="Trust in trust", issued="2011", abstract="Trust.")
    create_publication(
        title="Money", issued="2015", abstract="Some say that it is about trust, others that it is not."
    )
    catch_up()

    assert found(get(client)) == ["Money", "Trust in trust"]
    assert found(get(client, "?q=trust")) == ["Trust in trust", "Money"]


def test_list_narrows_by_every_facet_at_once(client, catch_up):
    fill(3)
    create_publication(title="Other", type="guide")
    catch_up()
    slugs = {
        facet: get(client).context["listing"].results.counts[facet]
        for facet in ("topic", "programme", "place")
    }
    query = "&".join(f"{name}={next(iter(values))}" for name, values in slugs.items())

    response = get(client, f"?{query}&for=councillors&type=report&language=en&from=2010&to=2011")

    assert found(response) == ["Trust 01", "Trust 00"]
    assert len(response.context["listing"].chips) == 7


def test_list_offers_a_chip_that_removes_one_filter(client, catch_up):
    create_publication(type="guide")
    create_publication(type="report")
    catch_up()

    chips = get(client, "?q=publication&type=guide&type=report&from=2013").context["listing"].chips

    assert chips == [
        ("Guide", "?q=publication&type=report&from=2013"),
        ("Research report", "?q=publication&type=guide&from=2013"),
        ("from 2013", "?q=publication&type=guide&type=report"),
    ]


@pytest.mark.parametrize("dates", NOT_LISTED.values(), ids=NOT_LISTED)
def test_list_forgets_an_item_at_once_before_the_index_does(client, catch_up, dates):
    publication = create_publication(title="Gone", type="guide")
    create_publication(title="Here", type="report")
    catch_up()
    Publication.objects.filter(pk=publication.pk).update(**dates)

    response = get(client)

    assert found(response) == ["Here"]
    assert response.context["listing"].total == 1
    assert 'value="guide"' not in response.content.decode()


def test_list_without_an_index_says_so_and_looks_into_the_database(client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nothing"
    create_publication(title="Trust")
    create_publication(title="Draft about trust", published_at=None)
    create_publication(title="Money")

    response = get(client, "?q=trust")

    assert "Search is being rebuilt" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert found(response) == ["Trust"]


def test_an_empty_result_offers_looser_filters_with_what_they_find(client, catch_up):
    topic = create_topic(name="shared budgets", slug="shared-budgets")
    create_publication(title="Trust", type="guide", issued="2015", topics=[topic])
    catch_up()

    response = get(client, "?q=trust&type=guide&from=2011&to=2012")
    text = response.content.decode()

    assert "Nothing matches “trust”" in text
    assert response.context["listing"].looser == [("year", "?q=trust&type=guide", 1)]
    assert '<a href="?topic=shared-budgets">shared budgets</a>' in text


def test_a_misspelt_search_says_what_was_searched_instead(client, catch_up):
    create_publication(title="Integration pioneers")
    catch_up()

    response = get(client, "?q=pionears")

    assert "We searched for" in response.content.decode()
    assert found(response) == ["Integration pioneers"]


def test_list_marks_the_words_and_escapes_the_rest(client, catch_up):
    create_publication(title="<b>Trust</b> & others", abstract="<script>alert(1)</script> of trust")
    catch_up()

    text = get(client, "?q=trust+%3Cscript%3E").content.decode()

    assert "&lt;b&gt;<mark>Trust</mark>&lt;/b&gt; &amp; others" in text
    assert "<script>alert" not in text
    assert 'value="trust &lt;script&gt;"' in text


@pytest.mark.parametrize(
    ("query", "crawled"),
    [("", True), ("?type=guide", True), ("?page=2", True), ("?type=guide&for=councillors", False),
     ("?q=trust", False), ("?sort=title", False)],
)  # fmt: skip
def test_list_lets_crawlers_keep_one_step_only(client, catch_up, query, crawled):
    for _ in range(21):
        create_publication(type="guide")
    catch_up()

    text = get(client, query).content.decode()

    assert ('<meta name="robots" content="noindex, follow">' in text) is not crawled
    assert f'<link rel="canonical" href="http://hub.example.org/publications/{escape(query)}">' in text


@pytest.mark.parametrize(
    "query",
    ["?page=0", "?page=999999999999", "?page=x", "?page=²", "?from=0000&to=9999", "?from=٢٠١٣", "?type=%00",
     "?for=nobody", "?q=%00%FF", "?sort=%3Cscript%3E", "?topic=" + "x" * 5_000,
     "?q=" + "x" * 100_000, "?type=a" * 200],
)  # fmt: skip
def test_list_takes_any_address(client, catch_up, query):
    create_publication()
    catch_up()

    assert get(client, query).status_code == 200


def test_list_past_the_end_shows_the_last_page(client, catch_up):
    for number in range(21):
        create_publication(title=f"Report {number:02}")
    catch_up()

    response = get(client, "?sort=title&page=99")

    assert found(response) == ["Report 20"]
    assert response.context["listing"].page.number == 2


def test_list_answers_no_other_method(client):
    assert client.post(reverse("publications:list")).status_code == 405
