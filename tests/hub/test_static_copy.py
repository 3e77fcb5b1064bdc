"""The static copy of a site with something of everything: written once, then only read."""

import io
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from lxml import etree

from content import searching
from hub.searching import SOURCES
from tests.pages import create_everything, every_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SITE = "http://hub.example.org"


@pytest.fixture(scope="module")
def full_copy(django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder of a copy, and what it was made of."""
    folder = tmp_path_factory.mktemp("copied")
    with (
        django_db_blocker.unblock(),
        override_settings(SEARCH_DIR=folder / "search"),
        transaction.atomic(),
    ):
        made = create_everything()
        searching.catch_up(SOURCES)
        call_command("export_static", str(folder / "copy"), stdout=io.StringIO())
        yield folder / "copy", made
        transaction.set_rollback(True)


def pages_of(folder):
    return {path: etree.HTML(path.read_bytes()) for path in folder.rglob("*.html")}


def broken_links(folder):
    """Return (page, link) of every link within the copy that leads to no file or to no such part of one."""
    pages = pages_of(folder)
    broken = []
    for path, page in pages.items():
        for link in page.xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            fragment = urldefrag(link).fragment
            if not target.is_file() or (
                fragment and target in pages and not pages[target].xpath("//*[@id=$id]", id=fragment)
            ):
                broken.append((str(path.relative_to(folder)), link))
    return broken


def test_copy_has_every_page(full_copy):
    folder, made = full_copy
    for name, address in every_page(made).items():
        if name != "search":
            assert (folder / unquote(address)[1:] / "index.html").is_file(), name


def test_copy_has_feeds_metadata_and_files(full_copy):
    folder, made = full_copy
    publication = made["publication"].get_absolute_url()[1:].rstrip("/")

    for file in ["sitemap.xml", "robots.txt", "feed/index.xml", "news/feed/index.xml", "static/css/hub.css"]:
        assert (folder / file).is_file(), file
    for suffix in ["bib", "ris", "json"]:
        assert (folder / f"{publication}.{suffix}").is_file(), suffix
    assert [path.read_bytes()[:5] for path in (folder / publication).glob("*.pdf")] == [b"%PDF-"]


def test_copy_has_no_broken_link(full_copy):
    folder, _ = full_copy

    assert broken_links(folder) == []


def test_copy_links_from_the_root_of_no_server(full_copy):
    folder, _ = full_copy
    for path, page in pages_of(folder).items():
        rooted = [link for link in page.xpath("//@href | //@src | //@srcset") if link.startswith("/")]
        assert rooted == [], path


def test_copy_has_no_form(full_copy):
    folder, _ = full_copy
    for path, page in pages_of(folder).items():
        assert page.xpath("//form | //input[not(@readonly)] | //button | //select | //textarea") == [], path


def test_every_page_of_the_copy_leads_to_the_page_itself(full_copy):
    folder, made = full_copy
    address = made["place"].get_absolute_url()

    page = pages_of(folder)[folder / address[1:] / "index.html"]

    assert page.xpath('//a[text()="the Hub itself"]/@href') == [SITE + address]
    assert page.xpath('//link[@rel="canonical"]/@href') == [SITE + address]
