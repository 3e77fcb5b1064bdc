"""What holds for every type of public page."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import create_publication, yesterday
from tests.pages import create_everything, every_form, every_page

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8
MOST_BYTES = 30_000  # compressed, that a browser needs for a first view: the page, its style, its scripts
NEEDED = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"|<script src="/static/([^"]+)"')


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """{name: address} of a site with something of everything, made once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield every_page(create_everything())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(pages, django_db_blocker):
    """{name: response}: every page, asked once."""
    with django_db_blocker.unblock():
        return {name: Client().get(address) for name, address in pages.items()}


def cost_of(client, address):
    """Return (queries, bytes) of a page."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    files = {style or script for style, script in NEEDED.findall(response.text)}
    parts = [response.content, *(Path(finders.find(file)).read_bytes() for file in files)]
    return len(queries), sum(len(brotli.compress(part, quality=5)) for part in parts)


@pytest.mark.once
def test_every_page_costs_little_however_much_there_is(client):
    made = create_everything()
    pages = every_page(made) | every_form(made)
    at_first = {name: cost_of(client, address) for name, address in pages.items()}
    for _ in range(20):
        create_everything()
    later = {name: cost_of(client, address) for name, address in pages.items()}

    too_many = {name: n for name, (n, _) in later.items() if n > MOST_QUERIES}
    growing = {name: (at_first[name][0], n) for name, (n, _) in later.items() if n > at_first[name][0]}
    too_heavy = {name: size for name, (_, size) in later.items() if size > MOST_BYTES}
    assert (too_many, growing, too_heavy) == ({}, {}, {})


def test_every_page_leaves_no_cookie(client):
    made = create_everything()
    for name, address in (every_page(made) | every_form(made)).items():
        response = client.get(address)

        assert not response.cookies, name
        assert "Cookie" not in response.headers.get("Vary", ""), name


def test_every_page_answers_head_like_get(client, pages):
    for name, address in pages.items():
        response = client.head(address)

        assert (response.status_code, response.content) == (200, b""), name


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_every_page_refuses_other_methods(client, pages, method):
    for name, address in pages.items():
        response = getattr(client, method)(address)

        assert response.status_code == 405, name


def test_every_page_asks_no_other_site_for_anything(answers):
    for name, response in answers.items():
        html = response.text

        for attribute in ['src="http', "<style", "onclick=", 'style="']:
            assert attribute not in html, name


def test_every_page_says_what_it_is_and_in_which_letters(client, pages, answers):
    """JSON has no charset: it is UTF-8 by its standard."""
    kinds = {response.headers["Content-Type"] for response in answers.values()}
    paper = next(
        address for address in pages.values() if re.fullmatch(r"/publications/\d+/[\w-]+/", address)
    ).rstrip("/")
    letters, for_programs = "; charset=utf-8", {
        "/news/feed/": "application/atom+xml", "/sitemap.xml": "application/xml", "/robots.txt": "text/plain",
        "/oai?verb=Identify": "text/xml", "/livez": "text/plain", "/places/data/places.csv": "text/csv",
        "/publications/export.csv": "text/csv", f"{paper}.bib": "application/x-bibtex",
    }  # fmt: skip

    assert kinds == {"text/html; charset=utf-8"}
    for address, kind in for_programs.items():
        assert client.get(address).headers["Content-Type"] == kind + letters
    for address in ["/api/v1/", "/api/openapi.json", "/search/suggest/?q=trust"]:
        assert client.get(address).headers["Content-Type"] == "application/json"


HOSTILE = {
    "empty": "",
    "long": "x" * 100_000,
    "null byte": "a\x00b",
    "right to left": "\u202eabc",
    "html": "<script>alert(1)</script>",
    "sql": "' OR 1=1; --",
    "number": "-1",
    "huge number": "9" * 400,
    "not a number": "NaN",
    "surrogate": "\\ud800",
}
PARAMETERS = [
    "page",
    "q",
    "group",
    "topic",
    "year",
    "programme",
    "region",
    "place",
    "type",
    "sort",
    "from",
    "to",
]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_page_breaks_on_hostile_parameters(client, pages, text):
    client.raise_request_exception = False
    for name, address in pages.items():
        response = client.get(address, dict.fromkeys(PARAMETERS, text))

        assert response.status_code < 500, name
        assert b"<script>alert(1)" not in response.content, name


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/news/nowhere/",
        "/for/nobody/",
        "/places/atlantis/",
        "/programmes/nothing/",
        "/projects/nothing/",
        "/publications/999999/nothing/",
        "/publications/99999999999999999999/nothing/",
        "/topics/nothing/",
        "/people/nobody/",
        "/organisations/nobody/",
        "/news/%00/",
        "/news/%E2%80%AE/",
        "/%ff%fe/",
        "/news/" + "x" * 5000 + "/",
        "/static/",
        "/static/css/",
        "/media/",
        "/data/",
        "/.git/HEAD",
        "/.env",
        "/pyproject.toml",
    ],
)
def test_unknown_address_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/resource/item/art-of-change-making.pdf", "art change making"),
        ("/old/trust_and_housing/2015/", "trust and housing"),
        ("/2015/07/", ""),
        ("/%F0%9F%92%A9/%00/", ""),
        ("/" + "trust-" * 500, ("trust " * 17)[:100]),
    ],
)
def test_not_found_page_searches_the_words_of_the_address(client, address, words):
    response = client.get(address)

    assert response.status_code == 404
    assert response.context["words"] == words


def test_not_found_page_shows_what_was_meant(client, catch_up):
    meant = create_publication(title="The art of change making")
    create_publication(title="Change making, withdrawn", withdrawn_at=yesterday())
    catch_up()

    html = client.get("/resource/item/art-of-change-making.pdf").content.decode()

    assert f'<a href="{meant.get_absolute_url()}">The art of change making</a>' in html
    assert "withdrawn" not in html
