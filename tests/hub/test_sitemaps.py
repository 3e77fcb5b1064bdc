from datetime import UTC, datetime

import pytest
from django.utils import timezone
from lxml import etree

from articles.models import Article
from content.models import Topic
from hub import sitemaps
from places.models import Programme, Project
from publications.models import Publication
from tests.factories import NOT_LISTED, create_article, create_groups, create_project, create_topic, yesterday
from tests.pages import create_everything, every_page

pytestmark = pytest.mark.django_db
SITE = "http://hub.example.org"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read(client, address="/sitemap.xml"):
    """Return {address: lastmod} of a sitemap or of an index."""
    root = etree.fromstring(client.get(address).content)
    entries = root.findall("s:url", NAMES) or root.findall("s:sitemap", NAMES)
    return {
        entry.findtext("s:loc", None, NAMES): entry.findtext("s:lastmod", None, NAMES) for entry in entries
    }


def test_sitemap_names_every_page_but_the_search(client):
    made = create_everything()

    pages = every_page(made)
    for name in ["search", "page of a file", "comments for an author"]:  # not for crawlers
        del pages[name]
    expected = {SITE + address for address in pages.values()}

    assert expected <= set(read(client))


def test_sitemap_addresses_all_answer(client):
    create_everything()

    for address in read(client):
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


@pytest.mark.parametrize("dates", NOT_LISTED.values(), ids=NOT_LISTED)
def test_sitemap_leaves_out_what_lists_leave_out(client, dates):
    article = create_article(**dates)

    assert SITE + article.get_absolute_url() not in read(client)


def test_sitemap_says_when_a_page_last_changed(client):
    article = create_article()
    Article.objects.update(
        changed_at=datetime(2026, 3, 4, 5, tzinfo=UTC), published_at=datetime(2026, 1, 1, tzinfo=UTC)
    )

    assert read(client)[SITE + article.get_absolute_url()] == "2026-03-04"


def test_sitemap_says_when_a_scheduled_page_appeared(client):
    article, now = create_article(), timezone.now()
    Article.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC), published_at=now)

    assert read(client)[SITE + article.get_absolute_url()] == f"{timezone.localtime(now):%Y-%m-%d}"


def test_sitemap_says_when_the_page_of_a_name_last_changed(client):
    made = create_everything()
    names = [made["groups"][0], made["topic"], made["person"], made["organisation"]]
    long_ago, lately = datetime(2020, 1, 1, 12, tzinfo=UTC), datetime(2026, 3, 4, 12, tzinfo=UTC)
    for name in names:
        type(name).objects.update(changed_at=long_ago)
    for kind in [Article, Programme, Project]:
        kind.objects.update(changed_at=long_ago, published_at=long_ago)
    Publication.objects.update(changed_at=lately, published_at=long_ago)

    said = read(client)

    assert [said[SITE + name.get_absolute_url()] for name in names] == ["2026-03-04"] * 4
    assert said[SITE + made["groups"][1].get_absolute_url()] == "2026-03-04"


def test_page_of_a_name_changes_when_it_loses_something(client):
    topic = create_topic()
    Topic.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    create_article(topics=[topic], published_at=datetime(2020, 1, 1, tzinfo=UTC))
    Article.objects.update(
        changed_at=datetime(2020, 1, 2, tzinfo=UTC), removed_at=datetime(2026, 3, 4, tzinfo=UTC)
    )

    assert read(client)[SITE + topic.get_absolute_url()] == "2026-03-04"


def test_page_of_a_value_changed_with_the_last_thing_on_it(client):
    group, topic = create_groups()[0], create_topic(name="Trust")
    create_article(groups=[group], topics=[topic], published_at=datetime(2019, 5, 1, tzinfo=UTC))
    Topic.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    Article.objects.update(changed_at=datetime(2026, 3, 4, tzinfo=UTC))

    said = read(client)

    assert said[f"{SITE}/years/2019/"] == "2026-03-04"
    assert said[f"{SITE}/for/{group.slug}/{topic.slug}/"] == "2026-03-04"
    assert said[f"{SITE}/a-to-z/t/"] == "2020-01-01"


def test_draft_is_no_change_of_the_page_of_its_topic(client):
    topic = create_topic()
    Topic.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    create_article(topics=[topic], published_at=None)

    assert read(client)[SITE + topic.get_absolute_url()] == "2020-01-01"


def test_sitemap_leaves_out_a_project_of_a_withdrawn_programme(client):
    project = create_project()
    Programme.objects.update(withdrawn_at=yesterday())

    assert SITE + project.get_absolute_url() not in read(client)


def test_large_sitemap_is_an_index_of_files_with_the_same_addresses(client, monkeypatch):
    create_everything()
    whole = set(read(client))
    monkeypatch.setattr(sitemaps, "MOST_IN_A_FILE", 3)
    monkeypatch.setattr(sitemaps.HubSitemap, "limit", 3)

    files = [read(client, address.removeprefix(SITE)) for address in read(client)]

    assert max(map(len, files)) == 3
    assert {address for file in files for address in file} == whole


def test_index_names_no_empty_file(client, monkeypatch):
    create_article()
    monkeypatch.setattr(sitemaps, "MOST_IN_A_FILE", 3)

    assert all(read(client, address.removeprefix(SITE)) for address in read(client))


@pytest.mark.parametrize("name", ["nothing-1", "articles-99", "articles-0"])
def test_sitemap_file_that_is_not_there_is_not_found(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_sitemap_costs_the_same_however_long(client, django_assert_num_queries):
    create_everything()
    for _ in range(20):
        create_article()

    # Each section of rows is counted, counted by its page and read, those of names also for the dates of
    # what carries them; years and pairs are asked which there are, and with letters when they changed.
    with django_assert_num_queries(3 * 11 + 4 + 2 + 3):
        client.get("/sitemap.xml")
