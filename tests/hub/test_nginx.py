"""The page that nginx answers with by itself: as our recipe has it, styled, and in the right words."""

import base64
import hashlib
import os
import re
import shutil
import socket
import subprocess
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
RECIPE = settings.BASE_DIR / "deploy" / "nginx"
PAGE = RECIPE / "alone.html"
WORDS = {502: "We are mending the line", 503: "We are mending the line", 413: "We could not take that"}
WORDS |= {429: "We could not take that"}
AROUND = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log; {user} events {{}}
http {{
    access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder}; default_type text/html;
    {maps}
    server {{
        listen 127.0.0.1:{port};
        {error_page}
        {page}
        {answers}
    }}
}}
"""


def test_style_is_the_one_that_the_policy_allows():
    style = re.search(r"<style>(.*?)</style>", PAGE.read_text(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"style-src 'sha256-{digest}'" in (RECIPE / "hub.conf").read_text()


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def recipe(pattern):
    """Return the part of the recipe that matches."""
    return "\n".join(re.findall(pattern, (RECIPE / "hub.conf").read_text(), re.DOTALL | re.MULTILINE))


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """Return the address of an nginx with our page for its own answers, and a location for each of them."""
    program = shutil.which("nginx")
    if not program:
        pytest.skip("nginx is not installed here")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    parts = {
        "maps": recipe(r"^map \$status [^\n]*"),
        "error_page": recipe(r"^ +error_page [^\n]*"),
        "page": recipe(r"^    location = /alone.html \{.*?^    \}").replace(
            "/opt/hub", str(settings.BASE_DIR)
        ),
        "answers": "".join(f"location = /{status} {{ return {status}; }}" for status in WORDS),
        "user": "user root;" if os.geteuid() == 0 else "",
    }
    main = folder / "nginx.conf"
    main.write_text(AROUND.format(folder=folder, port=port, **parts))
    process = subprocess.Popen([program, "-c", main, "-e", folder / "error.log"])
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


def answer(address):
    """Return (status, headers, text) of an error, once the server listens."""
    for _ in range(200):
        try:
            urlopen(address, timeout=20)  # noqa: S310 (our own server)
        except HTTPError as error:
            return error.code, error.headers, error.read().decode()
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def test_own_answers_of_nginx_say_what_happened(nginx):
    for status, words in WORDS.items():
        code, headers, text = answer(f"{nginx}/{status}")

        assert code == status
        assert [each for each in set(WORDS.values()) if each in text] == [words], status
        assert "<!--#" not in text
        assert bool(headers["Retry-After"]) is (status != 413), status
        assert (headers["Content-Type"], headers["Cache-Control"]) == ("text/html", "no-store")
        assert "style-src" in headers["Content-Security-Policy"]
