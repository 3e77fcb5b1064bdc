from datetime import date

import pytest
from django.urls import reverse

from publications.counting import NOTES, CountReaders, note, take_in
from publications.models import DailyCount
from tests.factories import create_groups, create_publication

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE, FILE = "/publications/1/a-report/", "/publications/1/a-report/a-report.pdf"


@pytest.fixture(autouse=True)
def counts(settings, tmp_path):
    settings.COUNTS_DIR = tmp_path / "counts"
    return settings.COUNTS_DIR


def lines(folder):
    notes = folder / NOTES
    return [line.split(" ", 1)[1] for line in notes.read_text().splitlines()] if notes.exists() else []


def read(path, status="200 OK", **environ):
    """Ask the wrapper, with a server behind it that always gives this answer."""

    def server(environ, start_response):
        start_response(status, [])
        return [b""]

    defaults = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_USER_AGENT": BROWSER}
    return CountReaders(server)(defaults | environ, lambda *_: None)


@pytest.mark.parametrize(("path", "noted"), [(PAGE, "views 1"), (FILE, "downloads 1")])
def test_reading_is_noted_with_no_trace_of_the_reader(counts, path, noted):
    read(path, REMOTE_ADDR="192.0.2.7")

    assert lines(counts) == [noted]


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"HTTP_USER_AGENT": "curl/8.5"},
        {"HTTP_USER_AGENT": "python-requests/2.34"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_RANGE": "bytes=65536-131071"},
        {"HTTP_COOKIE": "session=abc"},
        {"PATH_INFO": "/publications/"},
        {"PATH_INFO": "/publications/1/a-report/pages/3/"},
        {"PATH_INFO": "/publications/1/a-report/cover.webp"},
    ],
    ids=str,
)
def test_robots_staff_later_parts_and_other_pages_are_not_counted(counts, environ):
    read(FILE, **environ)

    assert lines(counts) == []


@pytest.mark.parametrize(
    ("status", "count"), [("304 Not Modified", 1), ("404 Not Found", 0), ("301 Moved", 0)]
)
def test_only_what_was_shown_is_counted(counts, status, count):
    read(PAGE, status)

    assert len(lines(counts)) == count


def test_reader_gets_the_page_when_notes_cannot_be_written(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.COUNTS_DIR = tmp_path / "file"

    assert read(PAGE) == [b""]


@pytest.mark.django_db
def test_notes_are_added_to_the_day_once():
    publication = create_publication()
    for kind in ["views", "views", "downloads"]:
        note(kind, publication.pk)
    note("views", 999_999)

    assert (take_in(), take_in()) == (4, 0)
    note("views", publication.pk)
    take_in()

    count = DailyCount.objects.get()
    assert (count.publication, count.views, count.downloads) == (publication, 3, 1)


@pytest.mark.django_db
def test_notes_of_a_process_that_was_killed_are_taken_later(counts):
    publication = create_publication()
    note("views", publication.pk)
    (counts / NOTES).rename(counts / "taking-0123")

    assert take_in() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "rows"), [("item", 2), ("group", 7)])
def test_staff_get_the_figures_by_month(admin_client, kind, rows):
    publication = create_publication(title="=1+1", groups=create_groups())
    for month, day in [(10, 1), (10, 31), (11, 1)]:
        fields = {"publication": publication, "day": date(2026, month, day)}
        DailyCount.objects.create(views=2, downloads=1, **fields)
    other = create_publication()
    DailyCount.objects.create(publication=other, day=date(2026, 10, 5), views=9)

    text = admin_client.get(reverse("admin:publications_figures", args=[kind])).content.decode("utf-8-sig")

    october = [line for line in text.splitlines() if line.startswith("2026-10,")]
    assert len(october) == rows
    assert ("2026-10,'=1+1,4,2" in october) is (kind == "item")


@pytest.mark.django_db
def test_staff_table_is_up_to_date_when_they_look(admin_client):
    note("views", create_publication(title="Seen").pk)

    html = admin_client.get(reverse("admin:publications_dailycount_changelist")).content.decode()

    assert "Seen" in html
    assert "CSV by month and group" in html


@pytest.mark.django_db
def test_figures_are_for_staff(client):
    assert client.get(reverse("admin:publications_figures", args=["item"])).status_code == 302
