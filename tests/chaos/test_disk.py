"""R8: the disk is full. Pages are read, writing is refused, and all is well once there is room again."""

import sqlite3
import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.chaos import form, hub
from tests.network import free_port

PAGES = ["/", "/news/", "/insight/", "/publications/", "/places/", "/events/", "/search/?q=trust", "/about/"]
PAST_THE_CACHES = {"Cookie": "anything=1"}
SIZE = 64  # megabytes
ADDRESS = "writer-"
TOKEN = "c" * 32  # for Django: the form says what the cookie says
UPLOAD = 4 * 1024 * 1024  # bytes: more than is kept in memory
SIGN_IN = """
import logging
from django.test import Client
from tests.staff import create_staff, sign_in
logging.disable()
print(sign_in(Client(), create_staff(is_superuser=True)).cookies["session"].value)
"""


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder on a small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def env(small_disk):
    """Return a Hub that has everything it writes on the small disk, temporary files included."""
    folder = small_disk / "hub"
    made = hub.fill(folder, f"sqlite:///{folder}/hub.sqlite3")
    limits = {"COMMENTS_LIMIT_TIMES": "1000", "COMMENTS_MIN_SECONDS": "0"}
    return made | limits | {"TMPDIR": str(small_disk)}


def fill_up(folder):
    """Write until not one byte more fits."""
    with (folder / "filler").open("ab", buffering=0) as file:
        for size in [2**20, 2**12, 1]:
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def comments_in(folder):
    """Return how many comments there are, having checked that the file is whole."""
    database = sqlite3.connect(folder / "hub" / "hub.sqlite3")
    try:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute("SELECT count(*) FROM comments_hubcomment").fetchone()[0]
    finally:
        database.close()


def confirm_link(env, sent):
    """Return the address in the mail that was sent, as only the Hub's own key can make it."""
    code = (
        "from datetime import timedelta; from content.tokens import make_token, read_token;"
        f"pk, = read_token('comment-sent', {sent.headers['Location'].split('/')[-2]!r}, timedelta(hours=1));"
        "print('/comments/confirm/' + make_token('comment-confirm', pk) + '/')"
    )
    return hub.manage(env, "shell", "-v", "0", "-c", code).stdout.strip()


def upload(port, session):
    """Send a PDF as staff do, with a form that lacks everything else; return the answer."""
    file = SimpleUploadedFile("report.pdf", b"%PDF-1.7\n" + bytes(UPLOAD), "application/pdf")
    body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": TOKEN, "files-0-file": file})
    headers = {
        "Content-Type": MULTIPART_CONTENT,
        "Origin": f"http://127.0.0.1:{port}",
        "Cookie": f"session={session}; csrf={TOKEN}",
    }
    return hub.ask(port, "POST", "/admin/publications/publication/add/", body, headers=headers)


def media(env):
    return sorted(path for path in Path(env["MEDIA_ROOT"]).rglob("*") if path.is_file())


def test_r8_full_disk(env, small_disk, tmp_path, measured):
    port, session = free_port(), hub.manage(env, "shell", "-v", "0", "-c", SIGN_IN).stdout.strip()
    with hub.gunicorn(env, port, "-w", "2"):
        box = form.comment_box(port)
        _, sent = form.comment(port, box, 1)
        link = confirm_link(env, sent)
        stamp = hub.get(port, f"{box}stamp/")
        before, files = comments_in(small_disk), media(env)

        fill_up(small_disk)
        reads = {path: hub.get(port, path, **PAST_THE_CACHES).status for path in PAGES}
        _, refused = form.comment(port, box, 2, stamp)
        unconfirmed = form.post(port, link)
        not_taken = upload(port, session)
        (small_disk / "filler").unlink()
        after = comments_in(small_disk)

        assert set(reads.values()) == {200}, reads
        assert (refused.status, unconfirmed.status, not_taken.status) == (503, 503, 503)
        assert "Retry-After" in refused.headers
        assert b"Comment 2." in refused.body  # what was typed is offered back
        assert (after, media(env)) == (before, files)
        assert upload(port, session).status == 200  # the form again, with what it lacks
        assert form.comment(port, box, 2, stamp)[1].status == 302
        assert form.post(port, link).status == 302
        assert comments_in(small_disk) == before + 1
    measured("pages read", len(reads))
    assert ADDRESS not in Path(env["HUB_VAR"], "server.log").read_text()


def test_r8_control_error_page_that_blames_us_is_noticed(env, small_disk):
    port, fault = free_port(), {"HUB_PLANTED": "plain errors"}
    env = env | fault | {"DJANGO_SETTINGS_MODULE": "tests.chaos.planted"}
    with hub.gunicorn(env, port, "-w", "1"):
        box = form.comment_box(port)
        stamp = hub.get(port, f"{box}stamp/")
        fill_up(small_disk)
        _, refused = form.comment(port, box, 1, stamp)
        (small_disk / "filler").unlink()
    assert refused.status == 500
