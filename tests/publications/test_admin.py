import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from publications.extracting import look_at
from publications.models import File, Publication
from publications.uploading import check_upload, warnings_about
from tests.factories import PDF, create_file, create_publication

pytestmark = pytest.mark.django_db


def made(draw=None, **options):
    out = io.BytesIO()
    drawing = canvas.Canvas(out, **options)
    draw(drawing) if draw else drawing.drawString(72, 700, "Words")
    drawing.save()
    return upload(out.getvalue())


def upload(content, name="report.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def posted(publication, **fields):
    """The form of a publication's page as a browser sends it back."""
    data = {
        "title": publication.title, "slug": publication.slug, "type": publication.type, "language": "en",
        "licence": "unknown", "issued": "2015", "files-TOTAL_FORMS": 1, "files-INITIAL_FORMS": 0,
        "creators-TOTAL_FORMS": 0, "creators-INITIAL_FORMS": 0,
        "sources-TOTAL_FORMS": 0, "sources-INITIAL_FORMS": 0, "files-0-is_main": "on",
    }  # fmt: skip
    return data | fields


def send(admin_client, publication, **fields):
    address = reverse("admin:publications_publication_change", args=[publication.pk])
    return admin_client.post(address, posted(publication, **fields), follow=True)


def test_upload_comes_in_and_waits_to_be_read(admin_client):
    publication = create_publication()

    response = send(admin_client, publication, **{"files-0-file": upload(PDF)})

    file = publication.files.get()
    assert (file.state, file.size, len(file.sha256)) == ("waiting", len(PDF), 64)
    assert "It has no tags" in response.text


def test_nobody_waits_for_the_database_while_an_upload_is_looked_at(admin_client, monkeypatch):
    publication, depth = create_publication(), len(connection.atomic_blocks)
    depths = []

    def look(upload):
        depths.append(len(connection.atomic_blocks))
        return look_at(upload)

    monkeypatch.setattr("publications.uploading.look_at", look)
    send(admin_client, publication, **{"files-0-file": upload(PDF)})

    assert (depths, publication.files.count()) == ([depth], 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "This is not a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is not a PDF"),
        (b"PK\x03\x04" + bytes(200), "This is not a PDF"),
        (b"MZ" + bytes(200), "This is not a PDF"),
        (b"<html>" + PDF, "This is not a PDF"),
        (b"%PDF-1.7\n<script>", "This PDF cannot be used. It is damaged"),
        (b"", "empty"),
    ],
    ids=["HTML", "SVG", "ZIP", "EXE", "polyglot", "header only", "empty"],
)
def test_upload_that_is_no_pdf_is_refused_with_the_reason(admin_client, content, said):
    publication = create_publication()

    response = send(admin_client, publication, **{"files-0-file": upload(content)})

    assert (said in response.text, File.objects.count()) == (True, 0)


def test_upload_with_a_password_is_refused_with_the_reason(admin_client):
    publication = create_publication()
    locked = made(encrypt=pdfencrypt.StandardEncryption("key"))

    response = send(admin_client, publication, **{"files-0-file": locked})

    assert ("opens only with a password" in response.text, File.objects.count()) == (True, 0)


def test_upload_over_the_limit_is_refused_with_the_reason(admin_client, settings):
    settings.MAX_UPLOAD_MB = 0

    response = send(admin_client, create_publication(), **{"files-0-file": upload(PDF)})

    assert "the limit is 0 MB" in response.text


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a.pdf.exe", "<b>.pdf", "x" * 90 + ".pdf", "a\x00b.pdf"]
)
def test_name_of_an_upload_reaches_neither_disk_nor_address(admin_client, name):
    publication = create_publication(slug="a-report")

    send(admin_client, publication, **{"files-0-file": upload(PDF, name)})

    file = publication.files.get()
    assert file.file.name.removeprefix("publications/").removesuffix(".pdf").isalnum()
    assert file.name == "a-report"


def test_editor_hears_of_a_scan_and_of_what_is_missing():
    picture = ImageReader(Image.new("L", (50, 50)))
    scan = made(lambda drawing: drawing.drawImage(picture, 0, 0, 500, 700))

    found = " ".join(warnings_about(scan, check_upload(scan)))

    said = ["looks like a scan", "no tags", "its language"]
    assert [words in found for words in said] == [True] * 3


def test_editor_hears_that_the_file_is_there_already():
    file = create_file(publication=create_publication(title="The first one"))

    found = " ".join(warnings_about(upload(PDF), check_upload(upload(PDF))))

    assert f"already there, in “{file.publication}”" in found


def test_editor_hears_of_a_title_that_is_nearly_the_same(admin_client):
    create_publication(title="The art of change making")
    publication = create_publication(title="Other")
    fields = {"title": "The Art of Change-Making", "files-TOTAL_FORMS": 0}

    response = send(admin_client, publication, **fields)

    assert "nearly the same title: “The art of change making”" in response.text


def test_new_version_needs_a_word_to_readers(admin_client):
    file = create_file()
    address = reverse("admin:publications_file_change", args=[file.pk])

    response = admin_client.post(address, {"is_main": "on", "new_version": upload(PDF)})

    assert "Say in one sentence what changed." in response.text


def test_new_version_takes_the_address_and_tells_readers(admin_client):
    file = create_file()
    address = reverse("admin:publications_file_change", args=[file.pk])

    admin_client.post(
        address, {"is_main": "on", "new_version": upload(PDF), "what_changed": "Page 1 is right."}
    )

    newest = File.objects.current().get()
    assert (newest.name, newest.pk == file.pk) == (file.name, False)
    assert Publication.objects.get().change_notes[0]["text"] == "Page 1 is right."


def test_failed_file_can_be_tried_again(admin_client):
    file = create_file(state="failed", why="It is damaged.")
    data = {"action": "try_again", "_selected_action": [file.pk]}

    admin_client.post(reverse("admin:publications_file_changelist"), data)

    file.refresh_from_db()
    assert (file.state, file.why) == ("waiting", "")


@pytest.mark.parametrize("name", ["publication", "file", "formatrequest"])
def test_staff_list_opens(admin_client, name):
    create_file(state="failed", why="It is damaged.")

    assert admin_client.get(reverse(f"admin:publications_{name}_changelist")).status_code == 200
