from pathlib import Path

from django.contrib.staticfiles import finders


def test_scripts_that_no_page_loads_are_not_served():
    assert finders.find("django_comments_xtd/js/main.js") is None
    assert [path for finder in finders.get_finders() for path, _ in finder.list([]) if "xtd" in path] == []


def test_files_of_the_desk_are_served():
    assert finders.find("admin/css/base.css")


def test_style_sheet_stays_small():
    sheet = Path(finders.find("css/hub.css")).read_bytes()

    assert len(sheet) < 30_000


def test_desk_speaks_english_alone():
    files = [path for finder in finders.get_finders() for path, _ in finder.list([])]

    assert "admin/js/vendor/select2/i18n/en.js" in files
    assert "admin/js/vendor/select2/i18n/da.js" not in files
