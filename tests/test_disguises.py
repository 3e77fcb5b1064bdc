"""S12: what is no PDF or no picture is refused however it is dressed; no name of an upload does harm."""

import re
import struct
import zlib
from io import BytesIO

import pytest
from django.forms import modelform_factory
from django.test import RequestFactory
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from articles.models import Article
from publications.admin import FileForm
from publications.extracting import look_at
from publications.models import File
from tests.factories import PDF, create_article, create_publication
from tests.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PictureForm = modelform_factory(Article, fields=["picture"])
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT, settings.MAX_UPLOAD_MB = tmp_path, 1


def huge_picture():
    """The head of a PNG that says it has 400 million dots."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def locked():
    out = BytesIO()
    drawing = canvas.Canvas(out, encrypt=pdfencrypt.StandardEncryption("key"))
    drawing.save()
    return out.getvalue()


COMMON = {
    "HTML": ("report.html", "text/html", HTML),
    "HTML by another name": ("report.pdf", "application/pdf", HTML),
    "SVG": ("picture.svg", "image/svg+xml", SVG),
    "ZIP": ("report.zip", "application/zip", b"PK\x03\x04" + bytes(200)),
    "EXE": ("report.pdf.exe", "application/pdf", b"MZ" + bytes(200)),
    "ELF": ("report.pdf", "application/pdf", b"\x7fELF" + bytes(200)),
    "script": ("report.pdf.sh", "application/pdf", b"#!/bin/sh\nid\n"),
    "nothing": ("report.pdf", "application/pdf", b""),
    "XML with an entity": (
        "a.pdf",
        "application/pdf",
        b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x/>',
    ),
}
NO_PDF = COMMON | {
    "page before a PDF": ("report.pdf", "application/pdf", HTML + PDF),
    "head of a PDF, then a page": ("report.pdf", "application/pdf", b"%PDF-1.7\n" + HTML),
    "picture": ("report.pdf", "application/pdf", picture()),
    "PDF with a password": ("report.pdf", "application/pdf", locked()),
    "one byte too many": ("report.pdf", "application/pdf", PDF + b"\n" * (1024 * 1024 + 1 - len(PDF))),
}
NO_PICTURE = {
    name: (file.replace(".pdf", ".png"), "image/png", data) for name, (file, _, data) in COMMON.items()
}
NO_PICTURE |= {
    "PDF": ("a.png", "image/png", PDF),
    "head of a GIF, then a page": ("a.gif", "image/gif", b"GIF89a" + HTML),
    "half a picture": ("a.png", "image/png", picture()[:40]),
    "picture of 400 million dots": ("a.png", "image/png", huge_picture()),
    "picture that is named as a page": ("a.png.html", "text/html", picture()),
}
NAMES = [
    "../../../../etc/passwd", "..\\..\\..\\boot.ini", "/etc/passwd", "C:\\windows\\win.ini", "....//....//x",
    "%2e%2e%2fx", "..%252f..%252fx", "..%c0%afx", "..%00/x", "a\x00.html", "~/.ssh/authorized_keys",
    ".htaccess", "CON", "a/../../b", "a;rm -rf x", "$(id)", "<script>alert(1)</script>", "\u202efdp.exe",
    "x" * 300, "..",
]  # fmt: skip


def uploaded(name, content, kind="application/octet-stream"):
    """Return a file as Django takes it from a form written by hand: its name arrives as it is."""
    about = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}'
    body = f"--x\r\n{about}\r\n\r\n".encode() + content + b"\r\n--x--\r\n"
    request = RequestFactory().post("/", body, content_type="multipart/form-data; boundary=x")
    return request.FILES.get("file")


@pytest.mark.parametrize("name", NO_PDF)
def test_what_is_no_pdf_is_refused_with_a_reason(name):
    file, kind, content = NO_PDF[name]
    form = FileForm({"is_main": "on"}, {"file": uploaded(file, content, kind)})

    assert (form.is_valid(), list(form.errors)) == (False, ["file"])


@pytest.mark.parametrize("name", NO_PICTURE)
def test_what_is_no_picture_is_refused_with_a_reason(name):
    file, kind, content = NO_PICTURE[name]
    form = PictureForm({}, {"picture": uploaded(file, content, kind)})

    assert (form.is_valid(), list(form.errors)) == (False, ["picture"])


def test_what_is_one_is_taken():
    """The control: the same forms take an honest file, up to the last byte."""
    longest = PDF + b"\n" * (1024 * 1024 - len(PDF))

    assert FileForm({"is_main": "on"}, {"file": uploaded("report.pdf", longest)}).is_valid()
    assert PictureForm({}, {"picture": uploaded("a.png", picture())}).is_valid()
    assert min(len(NO_PDF), len(NO_PICTURE)) >= 12


def stored_below(folder):
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def test_no_name_of_a_pdf_reaches_the_disk(monkeypatch, settings):
    reading, publication = look_at(uploaded("a.pdf", PDF)), create_publication()
    monkeypatch.setattr("publications.uploading.look_at", lambda upload: reading)  # one look is enough
    for name in NAMES:
        if upload := uploaded(f"{name}.pdf", PDF):
            form = FileForm({}, {"file": upload}, instance=File(publication=publication))
            if form.is_valid():
                form.save()

    stored = stored_below(settings.MEDIA_ROOT)
    assert len(stored) == publication.files.count() > len(NAMES) / 2
    assert [path for path in stored if not re.fullmatch(r"publications/[0-9a-f]{32}\.pdf", path)] == []


def test_no_name_of_a_picture_reaches_the_disk(settings):
    draft, taken = create_article(published_at=None), 0  # a published one needs words for its picture
    for name in NAMES:
        if upload := uploaded(f"{name}.png", picture()):
            form = PictureForm({}, {"picture": upload}, instance=draft)
            taken += form.is_valid()
            if form.is_valid():
                form.save()

    stored = stored_below(settings.MEDIA_ROOT)
    assert len(stored) == taken > len(NAMES) / 2
    assert [path for path in stored if not re.fullmatch(r"articles/[0-9a-f]{32}\.webp", path)] == []
