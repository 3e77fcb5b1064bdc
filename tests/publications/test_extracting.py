import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from publications.extracting import clean, look_at, read_pdf
from publications.models import File, Publication
from publications.searching import document as publication_document
from publications.searching import rows
from tests.factories import PDF, create_file

pytestmark = pytest.mark.django_db


def made_pdf(*pages, **options):
    out = io.BytesIO()
    drawing = canvas.Canvas(out, lang="en-GB", **options)
    drawing.setTitle("A made title")
    for number, words in enumerate(pages, start=1):
        drawing.bookmarkPage(f"p{number}")
        drawing.addOutlineEntry(f"Part {number}", f"p{number}")
        drawing.drawString(72, 700, words)
        drawing.showPage()
    drawing.save()
    return io.BytesIO(out.getvalue())


def test_reading_has_every_page_and_what_the_file_says_of_itself():
    reading = read_pdf(made_pdf("First words", "Second words"))

    assert (reading.state, reading.problem) == (File.State.OK, "")
    assert reading.texts == {1: "First words", 2: "Second words"}
    assert reading.about["contents"] == [["Part 1", 1], ["Part 2", 2]]
    assert [reading.about[key] for key in ("pages", "title", "language", "tagged")] == [
        2, "A made title", "en-GB", False,
    ]  # fmt: skip


def test_reading_has_a_cover_in_webp():
    reading = read_pdf(made_pdf("Words"))

    assert (reading.cover[:4], reading.cover[8:12], max(reading.cover_size)) == (b"RIFF", b"WEBP", 679)


@pytest.mark.parametrize(
    ("make", "state", "problem"),
    [
        (lambda: made_pdf("Secret", encrypt=pdfencrypt.StandardEncryption("key")), "encrypted", "password"),
        (lambda: made_pdf(""), "no-text", "no words"),
        (lambda: io.BytesIO(b"<html>not a pdf</html>"), "failed", "not a PDF"),
        (lambda: io.BytesIO(b""), "failed", "not a PDF"),
        (lambda: io.BytesIO(b"%PDF-1.7\n" + bytes(500)), "failed", "damaged"),
    ],
    ids=["encrypted", "no text", "HTML", "empty", "damaged"],
)
def test_reading_says_why_there_is_nothing(make, state, problem):
    reading = read_pdf(make())

    assert (reading.state, problem in reading.problem) == (state, True)


def test_reading_that_takes_too_long_is_ended(settings):
    settings.PDF_SECONDS = -1  # the limit of processor time is then over before it begins

    reading = read_pdf(made_pdf("Words"))

    assert reading.state == File.State.FAILED


def test_looking_reads_no_page():
    reading = look_at(io.BytesIO(PDF))

    assert (reading.about["pages"], reading.texts, reading.cover) == (1, {}, b"")


def test_command_reads_what_waits_and_search_can_see_that_it_changed():
    file = create_file()
    before = timezone.now()

    call_command("extract_text", stdout=io.StringIO())

    file.refresh_from_db()
    texts = list(file.page_texts.values_list("number", "text"))
    assert (file.state, file.pages, bool(file.cover), texts) == ("ok", 1, True, [(1, "One page of words")])
    assert Publication.objects.get().changed_at > before


def test_command_reads_a_file_once():
    create_file()
    call_command("extract_text", stdout=io.StringIO())
    out = io.StringIO()

    call_command("extract_text", stdout=out)

    assert out.getvalue() == "No file waits to be read.\n"


@pytest.mark.parametrize(("minutes", "state"), [(1, "waiting"), (10, "ok")], ids=["at work", "killed"])
def test_command_takes_over_from_a_worker_that_is_gone(minutes, state):
    file = create_file(claimed_at=timezone.now() - timedelta(minutes=minutes))

    call_command("extract_text", stdout=io.StringIO())

    file.refresh_from_db()
    assert file.state == state


def test_file_that_is_missing_on_disk_says_so():
    file = create_file()
    file.file.storage.delete(file.file.name)

    call_command("extract_text", stdout=io.StringIO())

    file.refresh_from_db()
    assert (file.state, file.why) == ("failed", "It cannot be opened: No such file or directory.")


def test_words_broken_at_the_end_of_a_line_are_joined():
    assert clean("part\x02\r\nner\x00ship and lead\ufffe\nership") == "partnership and leadership"


def test_search_is_told_every_page():
    create_file(texts=["First page.", "Second page."])

    document = publication_document(rows().get())

    assert [(page.number, page.text) for page in document.pages] == [(1, "First page."), (2, "Second page.")]
    assert (document.page_count, document.facets["file"]) == (2, ["yes"])
