from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse

from publications.models import Publication
from tests.factories import PDF, create_file, create_publication

pytestmark = pytest.mark.django_db
SIZE = len(PDF)


def content(response):
    return b"".join(response)


def test_file_is_sent_whole_and_shown_not_run(client):
    response = client.get(create_file().get_absolute_url())

    headers = ["Content-Type", "Content-Length", "X-Content-Type-Options", "Accept-Ranges"]
    assert content(response) == PDF
    assert [response[name] for name in headers] == ["application/pdf", str(SIZE), "nosniff", "bytes"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("inline; ")


def test_file_is_saved_when_asked_under_our_name(client):
    file = create_file(publication=create_publication(slug="a-report"))

    response = client.get(file.get_absolute_url() + "?download")

    assert response["Content-Disposition"] == 'attachment; filename="a-report.pdf"'


@pytest.mark.parametrize(
    ("asked", "status", "sent"),
    [
        ("bytes=0-9", 206, PDF[:10]),
        ("bytes=10-", 206, PDF[10:]),
        ("bytes=-5", 206, PDF[-5:]),
        (f"bytes=5-{SIZE * 2}", 206, PDF[5:]),
        (f"bytes=-{SIZE * 2}", 200, PDF),
        (f"bytes={SIZE}-", 416, b""),
        ("bytes=9-5", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=0-1,4-5", 200, PDF),
        ("bytes=-", 200, PDF),
        ("pages=1-2", 200, PDF),
        ("bytes=a-b", 200, PDF),
    ],
)
def test_file_is_sent_in_parts(client, asked, status, sent):
    response = client.get(create_file().get_absolute_url(), headers={"range": asked})

    assert (response.status_code, content(response)) == (status, sent)


def test_part_of_a_file_says_which(client):
    response = client.get(create_file().get_absolute_url(), headers={"range": "bytes=0-9"})

    assert response["Content-Range"] == f"bytes 0-9/{SIZE}"


def test_part_of_another_version_gets_the_whole_file(client):
    headers = {"range": "bytes=0-9", "if-range": '"another"'}

    assert client.get(create_file().get_absolute_url(), headers=headers).status_code == 200


def test_file_that_a_browser_has_is_not_sent_again(client):
    file = create_file()

    response = client.get(file.get_absolute_url(), headers={"if-none-match": f'"{file.sha256}"'})

    assert response.status_code == 304


def test_head_says_the_size(client):
    response = client.head(create_file().get_absolute_url())

    assert (response.status_code, response["Content-Length"], content(response)) == (200, str(SIZE), b"")


def test_server_in_front_is_told_what_to_send(client, settings):
    settings.FILES_HEADER = "X-Accel-Redirect"
    file = create_file()

    response = client.get(file.get_absolute_url())

    assert (response["X-Accel-Redirect"], response.content) == (f"/protected/{file.file.name}", b"")


def test_stored_name_is_ours_whatever_the_upload_was_called():
    file = create_file()

    assert file.file.name.startswith("publications/")
    assert "upload" not in file.file.name


@pytest.mark.parametrize("name", ["../../etc/passwd", "..%2f..%2fsettings", "other"])
def test_no_other_file_can_be_asked_for(client, name):
    address = create_file().publication.get_absolute_url()

    assert client.get(f"{address}{name}.pdf").status_code == 404


def test_file_of_another_publication_is_not_found(client):
    file, other = create_file(), create_publication()

    response = client.get(reverse("publications:file", args=[other.pk, other.slug, file.name]))

    assert response.status_code == 404


def test_replaced_file_stays_and_the_new_one_takes_its_address(client):
    file = create_file(publication=create_publication(slug="a-report"))
    address = file.get_absolute_url()

    new = file.replace_with(ContentFile(PDF, "x.pdf"), "Table 4 was corrected.")

    assert (new.get_absolute_url(), file.name) == (address, "a-report-v1")
    assert [client.get(old_or_new.get_absolute_url()).status_code for old_or_new in (new, file)] == [200, 200]
    assert "Table 4 was corrected." in client.get(file.publication.get_absolute_url()).text


def test_cover_is_offered_in_the_copies_that_are_made(client):
    publication = create_file().publication
    call_command("extract_text", stdout=StringIO())
    stem = publication.get_cover_url().removesuffix(".webp")

    assert f'{stem}-240.avif 240w, {stem}-480.avif 480w"' in client.get(publication.get_absolute_url()).text
    for kind in ["avif", "webp"]:
        assert client.get(f"{stem}-240.{kind}")["Content-Type"] == f"image/{kind}"
    for unknown in [f"{stem}-241.avif", f"{stem}-240.png"]:
        assert client.get(unknown).status_code == 404


def test_cover_copy_is_as_public_as_its_publication(client):
    publication = create_file().publication
    call_command("extract_text", stdout=StringIO())
    address = publication.get_cover_url().replace(".webp", "-240.avif")
    Publication.objects.update(published_at=None)

    assert client.get(address).status_code == 404
