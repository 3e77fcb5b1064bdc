import io
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from hub.static_copy import walking
from tests.factories import create_article, create_comment, yesterday
from tests.pages import create_everything, every_page

pytestmark = pytest.mark.django_db
SITE = "http://hub.example.org"


@pytest.fixture
def export(tmp_path):
    """Return a function that writes the copy and returns its folder; `said` has its last words."""

    def exported(folder=tmp_path / "copy"):
        out = io.StringIO()
        call_command("export_static", str(folder), stdout=out)
        exported.said = out.getvalue()
        return folder

    return exported


@pytest.fixture
def full_copy(export, catch_up):
    made = create_everything()
    catch_up()
    return export(), made


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


def test_copy_has_the_second_page_of_a_list(export):
    for _ in range(21):
        create_article()
    folder = export()

    assert (folder / "news" / "page-2.html").is_file()
    assert 'href="index.html"' in (folder / "news" / "page-2.html").read_text()


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


def test_copy_shows_comments(export):
    comment = create_comment(comment="Ask the night shift.")
    page = export() / comment.discussion.item.get_absolute_url()[1:] / "index.html"

    assert "Ask the night shift." in page.read_text()


def test_text_that_looks_like_a_link_stays(export):
    text = '<p>Write href="/about/" here.</p>'
    article = create_article(body=text)

    assert text in (export() / article.get_absolute_url()[1:] / "index.html").read_text()


def test_stopped_walk_goes_on_where_it_was(export, monkeypatch, tmp_path):
    create_everything()
    whole = {path.relative_to(tmp_path / "first") for path in export(tmp_path / "first").rglob("*")}
    asked, get = [], walking.Walk._get

    def stop_after(walk, address):
        asked.append(address)
        if len(asked) == 20:
            raise KeyboardInterrupt
        return get(walk, address)

    monkeypatch.setattr(walking.Walk, "_get", stop_after)
    with pytest.raises(KeyboardInterrupt):
        export()
    before, asked[:] = asked[1:-1], ["go on"] * 20
    folder = export()

    assert "Going on after" in export.said
    assert set(before) & set(asked[21:]) == set()
    assert {path.relative_to(folder) for path in folder.rglob("*")} == whole


def test_stopped_walk_begins_again_after_a_change(export, monkeypatch):
    article = create_article()
    with monkeypatch.context() as patched:
        patched.setattr(walking, "rewritten", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            export()
    type(article).objects.filter(pk=article.pk).delete()
    folder = export()

    assert "Going on after" not in export.said
    assert not (folder / article.get_absolute_url()[1:]).exists()


def test_next_copy_is_without_what_was_removed(export):
    article = create_article()
    page = export() / article.get_absolute_url()[1:] / "index.html"
    assert page.is_file()
    article.removed_at = yesterday()
    article.save()
    export()

    assert not page.exists()


def test_folder_with_something_else_is_left_alone(export, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(CommandError, match="something else"):
        export(tmp_path)

    assert (tmp_path / "letter.txt").read_text() == "Dear all"
