import json
from fnmatch import fnmatch
from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from tests.factories import create_article
from tests.pages import create_everything, every_form, every_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SITE = "http://hub.example.org"


def test_robots_may_read_every_page_and_find_the_sitemap(client):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert all(rules.can_fetch("*", address) for address in every_page(create_everything()).values())
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]


@pytest.mark.parametrize("address", ["/admin/", "/search/?q=trust", "/alerts/new/"])
def test_robots_are_kept_out_of_what_is_endless_or_private(client, address):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert not rules.can_fetch("*", address)


def test_manifest_names_icons_of_the_size_it_says(client):
    manifest = json.loads(client.get("/manifest.webmanifest").content)

    for icon in manifest["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_pages_but_no_forms_may_be_fetched_ahead(client):
    rules = json.loads(client.get("/speculation-rules.json").content)
    never = rules["prefetch"][0]["where"]["and"][1]["not"]["href_matches"]
    made = create_everything()
    forms = {*every_form(made).values(), "/admin/", "/news/feed/", "/publications/1/x/x.pdf", "/search/"}
    pages = {*every_page(made).values()} - forms

    ahead = {
        address
        for address in pages | forms
        if not any(fnmatch(address.partition("?")[0], pattern) for pattern in never)
    }

    assert ahead == pages


def test_second_page_of_a_list_is_a_page_of_its_own(client):
    for _ in range(21):
        create_article()

    html = client.get("/news/?page=2&for=councillors").content.decode()

    assert f'<link rel="canonical" href="{SITE}/news/?page=2">' in html


def test_title_in_the_head_is_escaped_once(client):
    article = create_article(title='Trust & "care" <b>')

    html = client.get(article.get_absolute_url()).content.decode()

    assert 'og:title" content="Trust &amp; &quot;care&quot; &lt;b&gt;"' in html


def test_error_page_claims_no_address(client):
    html = client.get("/nowhere/").content.decode()

    assert 'rel="canonical"' not in html
