"""The walk that writes the static copy: what it finds, and how it goes on after it was stopped."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from hub.static_copy import walking
from tests.factories import create_article, create_comment, tomorrow, yesterday

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def export(tmp_path):
    """Return a function that writes the copy and returns its folder; `said` has its last words."""

    def exported(folder=tmp_path / "copy"):
        out = io.StringIO()
        call_command("export_static", str(folder), stdout=out)
        exported.said = out.getvalue()
        return folder

    return exported


def test_copy_has_the_second_page_of_a_list(export):
    for _ in range(21):
        create_article()
    folder = export()

    assert (folder / "news" / "page-2.html").is_file()
    assert 'href="index.html"' in (folder / "news" / "page-2.html").read_text()


def test_copy_shows_comments(export):
    comment = create_comment(comment="Ask the night shift.")
    page = export() / comment.discussion.item.get_absolute_url()[1:] / "index.html"

    assert "Ask the night shift." in page.read_text()


def test_text_that_looks_like_a_link_stays(export):
    text = '<p>Write href="/about/" here.</p>'
    article = create_article(body=text)

    assert text in (export() / article.get_absolute_url()[1:] / "index.html").read_text()


def test_stopped_walk_goes_on_where_it_was(export, monkeypatch, tmp_path):
    for _ in range(5):
        create_article()
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


def break_off(export):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(walking, "rewritten", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            export()


def test_stopped_walk_begins_again_after_a_change(export):
    article = create_article()
    break_off(export)
    type(article).objects.filter(pk=article.pk).delete()
    folder = export()

    assert "Going on after" not in export.said
    assert not (folder / article.get_absolute_url()[1:]).exists()


@pytest.mark.parametrize("date", ["published_at", "withdrawn_at", "removed_at"])
def test_stopped_walk_begins_again_after_a_date_has_passed(export, monkeypatch, date):
    """One that the sitemap never names is no less removed on its day."""
    dates = {"withdrawn_at": yesterday()} if date == "removed_at" else {}
    article, later = create_article(**dates | {date: tomorrow()}), tomorrow() + timedelta(days=1)
    create_article(body=f'<p><a href="{article.get_absolute_url()}">Read more</a></p>')
    break_off(export)
    monkeypatch.setattr(timezone, "now", lambda: later)
    folder = export()

    assert "Going on after" not in export.said
    page = folder / article.get_absolute_url()[1:] / "index.html"
    assert page.is_file() == (date != "removed_at")


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
