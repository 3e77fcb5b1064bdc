"""S12: with a virus scanner, nothing that staff upload is stored before the scanner has seen it."""

import logging
import socketserver
import threading

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.forms import modelform_factory

from articles.models import Article
from content import pictures, scanning, tables
from publications import desk
from publications.admin import FileForm, VersionForm
from publications.importing.files import attach_files
from publications.models import File
from tests.factories import PDF, create_file, create_publication
from tests.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SAYS = {"clean": b"stream: OK\0", "found": b"stream: Eicar-Test-Signature FOUND\0"}
SAYS |= {"too large": b"INSTREAM size limit exceeded. ERROR\0", "hangs up": b""}


class Conversation(socketserver.StreamRequestHandler):
    """What clamd does with INSTREAM: puts the chunks together and answers at the empty one."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(length)
        self.server.seen.append(content)
        self.wfile.write(self.server.says)


class Clamd(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture
def clamd(settings, tmp_path):
    """A scanner that says what `clamd.says` is, and remembers what it has seen."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CLAMD = f"{tmp_path}/clamd"
    with Clamd(f"{tmp_path}/clamd", Conversation) as server:
        server.says, server.seen = SAYS["clean"], []
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


REFUSALS = {"found": scanning.FOUND, "too large": scanning.TOO_LARGE, "hangs up": scanning.AWAY}
CSV = b"title,type,issued\nA report,report,2016\n"
UPLOADS = {  # every field of the staff side that takes a file: form, field, name, content, others
    "a PDF": (FileForm, "file", "report.pdf", PDF, {"is_main": "on"}),
    "a new version": (VersionForm, "new_version", "report.pdf", PDF, {"what_changed": "Table 4."}),
    "a picture": (modelform_factory(Article, fields=["picture"]), "picture", "a.png", picture(), {}),
    "a table": (tables.ImportForm, "file", "places.csv", CSV, {}),
    "a list of publications": (desk.ImportForm, "file", "list.csv", CSV, {}),
}


def sent(name):
    """Return the filled-in form of that upload."""
    form, field, file, content, others = UPLOADS[name]
    instance = {"instance": create_file()} if form is VersionForm else {}
    return form(others, {field: SimpleUploadedFile(file, content)}, **instance), field, content


@pytest.mark.parametrize("name", UPLOADS)
def test_upload_that_is_clean_comes_in_after_one_look(clamd, name):
    form, _, content = sent(name)

    assert form.is_valid(), form.errors
    assert clamd.seen == [content]


@pytest.mark.parametrize(("says", "sentence"), REFUSALS.items())
@pytest.mark.parametrize("name", UPLOADS)
def test_upload_is_refused_beside_its_field(clamd, name, says, sentence):
    clamd.says = SAYS[says]
    form, field, _ = sent(name)

    assert form.errors == {field: [sentence]}


@pytest.mark.parametrize("away", ["/nowhere/clamd", ("127.0.0.1", 1)])
@pytest.mark.parametrize("name", UPLOADS)
def test_upload_is_refused_while_the_scanner_is_away(settings, name, away):
    settings.CLAMD = away
    form, field, _ = sent(name)

    assert form.errors == {field: [scanning.AWAY]}


def test_without_a_scanner_nobody_is_asked(clamd, settings):
    settings.CLAMD, clamd.says = "", SAYS["found"]

    assert all(sent(name)[0].is_valid() for name in UPLOADS)
    assert clamd.seen == []


def test_every_field_that_takes_a_file_is_among_those():
    admins = admin.site._registry.values()
    own = {form for each in admins for form in [each.form, *(inline.form for inline in each.inlines)]}
    imports = {each.import_form for each in admins if hasattr(each, "import_form")}
    stored = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.FileField) and field.editable
    }

    assert imports == {tables.ImportForm, desk.ImportForm}
    assert stored == {"publications.File.file", "articles.Article.picture"}
    assert {name for form in own for name, field in form.base_fields.items()
            if isinstance(field, forms.FileField)} == {"file", "new_version"}  # fmt: skip


def test_pdf_of_a_folder_is_looked_at_too(clamd, tmp_path):
    clamd.says = SAYS["found"]
    publication = create_publication()
    (tmp_path / f"{publication.pk}.pdf").write_bytes(PDF)

    assert "harmful" in attach_files(tmp_path)[0][1]
    assert not File.objects.exists()


def test_what_was_found_is_written_down(clamd, caplog):
    clamd.says = SAYS["found"]
    with caplog.at_level(logging.WARNING, "hub.security"), pytest.raises(ValidationError):
        scanning.check_clean(SimpleUploadedFile("report.pdf", PDF))

    assert caplog.records[0].outcome == "stream: Eicar-Test-Signature FOUND"


@pytest.mark.parametrize(
    ("limit", "sentence"), [("MOST_DOTS", "million dots"), ("MAX_UPLOAD_MB", "larger than")]
)
def test_picture_that_is_too_large_is_refused(settings, monkeypatch, tmp_path, limit, sentence):
    settings.MEDIA_ROOT = tmp_path
    assert sent("a picture")[0].is_valid()
    if limit == "MOST_DOTS":
        monkeypatch.setattr(pictures, "MOST_DOTS", 63)
    else:
        settings.MAX_UPLOAD_MB = 0

    assert sentence in str(sent("a picture")[0].errors)
