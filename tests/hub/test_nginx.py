"""The page that nginx answers with by itself: as our recipe has it, styled, and in the right words."""

import base64
import hashlib
import re
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.network import free_port
from tests.nginx import RECIPE, recipe, running

pytestmark = pytest.mark.once
PAGE = RECIPE / "alone.html"
WORDS = {502: "We are mending the line", 503: "We are mending the line", 413: "We could not take that"}
WORDS |= {429: "We could not take that"}
HTTP = """\
default_type text/html;
{maps}
server {{
    listen 127.0.0.1:{port};
    {error_page}
    {page}
    {answers}
}}
"""


def test_style_is_the_one_that_the_policy_allows():
    style = re.search(r"<style>(.*?)</style>", PAGE.read_text(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"style-src 'sha256-{digest}'" in (RECIPE / "hub.conf").read_text()


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """Return the address of an nginx with our page for its own answers, and a location for each of them."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    page = recipe(r"^    location = /alone.html \{.*?^    \}")
    parts = {
        "maps": recipe(r"^map \$status [^\n]*"),
        "error_page": recipe(r"^ +error_page [^\n]*"),
        "page": page.replace("/opt/hub", str(settings.BASE_DIR)),
        "answers": "".join(f"location = /{status} {{ return {status}; }}" for status in WORDS),
    }
    with running(folder, port, HTTP.format(port=port, **parts)):
        yield f"http://127.0.0.1:{port}"


def answer(address):
    """Return (status, headers, text) of an error."""
    with pytest.raises(HTTPError) as refused:
        urlopen(address, timeout=20)  # noqa: S310 (our own server)
    with refused.value as error:
        return error.code, error.headers, error.read().decode()


def test_own_answers_of_nginx_say_what_happened(nginx):
    for status, words in WORDS.items():
        code, headers, text = answer(f"{nginx}/{status}")

        assert code == status
        assert [each for each in set(WORDS.values()) if each in text] == [words], status
        assert "<!--#" not in text
        assert bool(headers["Retry-After"]) is (status != 413), status
        assert (headers["Content-Type"], headers["Cache-Control"]) == ("text/html", "no-store")
        assert "style-src" in headers["Content-Security-Policy"]
