import json
from datetime import timedelta

import pytest
from django.utils import timezone
from openapi_spec_validator import validate

from content import pacing
from hub.api import answers
from hub.api.kinds import KINDS
from hub.api.openapi import EXAMPLES
from tests.factories import (
    NOT_LISTED,
    create_article,
    create_groups,
    create_project,
    create_publication,
    create_topic,
)
from tests.pages import create_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits")]
CONTENT = ["articles", "publications", "programmes", "places", "projects", "events", "series"]
CONTENT += ["people", "organisations"]


def read(client, address, **query):
    response = client.get(f"/api/v1/{address}", query)
    assert response.status_code == 200, response.content
    return response.json()


def walk(client, address, **query):
    """Return the ids of all pages, by following `next`."""
    found, page = [], read(client, address, **query)
    while True:
        found += [item["id"] for item in page["items"]]
        if not page["next"]:
            return found
        page = client.get(page["next"].removeprefix("http://hub.example.org")).json()


def test_every_object_says_where_it_is_when_it_changed_and_its_licence(client):
    create_everything()
    for name in KINDS:
        for item in read(client, f"{name}/")["items"]:
            assert {"url", "api_url", "updated", "licence"} <= set(item), name
            alone = client.get(item["api_url"].removeprefix("http://hub.example.org")).json()
            assert alone == item, name
            page = client.get(item["url"].removeprefix("http://hub.example.org"), follow=True)
            assert page.status_code == 200, name


@pytest.mark.parametrize("name", CONTENT)
def test_every_kind_is_there(client, name):
    create_everything()

    assert read(client, f"{name}/")["items"]


def test_document_is_valid_and_tells_every_field(client):
    create_everything()
    document = client.get("/api/openapi.json").json()

    validate(document)
    for name in KINDS:
        told = set(document["components"]["schemas"][name]["properties"])
        for item in read(client, f"{name}/")["items"]:
            assert set(item) == told, name


def test_pages_hold_everything_once(client):
    made = [create_article().pk for _ in range(7)]

    assert sorted(walk(client, "articles/", limit=3)) == made


def test_page_that_changes_meanwhile_is_met_again_and_none_is_missed(client):
    made = [create_article() for _ in range(4)]
    page = read(client, "articles/", limit=2)
    first = made[0]
    first.save()

    rest = client.get(page["next"].removeprefix("http://hub.example.org")).json()

    assert [item["id"] for item in rest["items"]] == [made[2].pk, made[3].pk]
    assert first.pk in walk(client, "articles/")


def test_since_brings_what_changed(client):
    create_article()
    moment = timezone.now()
    later = create_article()

    found = walk(client, "articles/", since=moment.isoformat().replace("+00:00", "Z"))

    assert found == [later.pk]


def test_filters_are_those_of_the_site(client):
    groups, topic = create_groups(), create_topic()
    article = create_article(groups=groups[:1], topics=[topic])
    create_article(groups=groups[1:2], topics=[topic])
    project = create_project(groups=groups[:1])
    create_project()

    assert walk(client, "articles/", **{"for": "councillors", "topic": topic.slug}) == [article.pk]
    assert walk(client, "projects/", **{"for": "councillors"}) == [project.pk]
    assert walk(client, "projects/", place=project.place.slug) == [project.pk]


@pytest.mark.parametrize("dates", NOT_LISTED.values(), ids=NOT_LISTED)
def test_api_has_only_what_lists_show(client, dates):
    made = {"articles": create_article(**dates), "publications": create_publication(**dates)}
    for name, item in made.items():
        assert walk(client, f"{name}/") == []
        assert client.get(f"/api/v1/{name}/{item.pk}/").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("name", CONTENT)
def test_list_costs_the_same_however_long(client, django_assert_max_num_queries, name):
    for _ in range(6):
        create_everything()

    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/{name}/")


@pytest.mark.parametrize(
    "address",
    [
        "articles/?limit=0",
        "articles/?limit=101",
        "articles/?limit=x",
        "articles/?limit=1&limit=2",
        "articles/?cursor=%00",
        "articles/?since=yesterday",
        "articles/?since=2026-02-31T00:00:00Z",
        "articles/?since=0001-01-01T00:00:00%2B23:59",
        "articles/?nothing=1",
        "articles/?for=%00",
        "articles/?year=1",
        "publications/?type=nothing",
        "search/?kind=nothing",
        "?x=1",
    ],
)
def test_wrong_question_is_explained(client, address):
    response = client.get(f"/api/v1/{address}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 400
    assert response.json()["detail"]


@pytest.mark.parametrize("cursor", ["x", "0", "MjAyNi0wMS0wMXwx", "LTE", "a" * 99])
def test_made_up_cursor_leads_to_no_page(client, cursor):
    for name in ["articles/", "groups/", "search/"]:
        assert client.get(f"/api/v1/{name}", {"cursor": cursor}).status_code == 404, name


@pytest.mark.parametrize("address", ["nothing/", "articles/999/", f"articles/{10**25}/", "articles/x/"])
def test_what_is_not_there_is_a_problem_too(client, address):
    response = client.get(f"/api/v1/{address}")

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_api_only_reads(client, method):
    response = getattr(client, method)("/api/v1/articles/")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_unchanged_answer_is_short(client):
    create_article()
    etag = client.get("/api/v1/articles/").headers["ETag"]

    response = client.get("/api/v1/articles/", headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_other_sites_may_read(client):
    for response in [client.get("/api/v1/"), client.options("/api/v1/"), client.get("/api/v1/nothing/")]:
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_hurried_program_is_told_to_wait(client, monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(answers, "REQUESTS", 3)
    monkeypatch.setattr(pacing, "PERIOD", 100_000)  # so that no period ends within the test
    responses = [client.get("/api/v1/") for _ in range(4)]

    assert [response.status_code for response in responses] == [200, 200, 200, 429]
    assert responses[0].headers["RateLimit-Policy"] == '"default";q=3;w=100000'
    assert responses[0].headers["RateLimit"].startswith('"default";r=2;t=')
    assert int(responses[3].headers["Retry-After"]) > 0


def test_manual_gives_examples_that_work(client):
    create_everything()
    html = client.get("/api/").content.decode()

    for _, address in EXAMPLES:
        assert f'href="{address.replace("&", "&amp;")}"' in html
        assert client.get(address).status_code == 200, address


def test_answers_name_no_address_of_a_reader(client):
    create_everything()

    assert "@" not in json.dumps([read(client, f"{name}/") for name in KINDS])


def test_updated_is_the_moment_a_scheduled_item_appeared(client):
    article = create_article(published_at=timezone.now() - timedelta(seconds=1))
    type(article).objects.update(changed_at=timezone.now() - timedelta(days=30))

    item = read(client, "articles/")["items"][0]

    assert item["updated"] == item["published"]


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("ogl-3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
        ("unknown", None),
    ],
)
def test_publication_that_search_finds_has_its_own_licence(client, catch_up, licence, address):
    create_publication(title="Quokka", licence=licence)
    catch_up()

    assert [hit["licence"] for hit in read(client, "search/", q="quokka")["items"]] == [address]
