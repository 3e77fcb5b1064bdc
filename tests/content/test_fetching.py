from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from content import fetching
from content.fetching import FetchError, fetch


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        status, location, body = self.server.answers[self.path]
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def site(monkeypatch):
    """A site on this machine that counts as public; every other address of this machine does not."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.address = f"http://127.0.0.1:{server.server_port}"
    server.answers = {
        "/": (200, "", b"the body"),
        "/moved": (302, "/", b""),
        "/inside": (302, f"http://127.0.0.2:{server.server_port}/", b""),
        "/disk": (302, "file:///etc/hostname", b""),
        "/circle": (301, "/circle", b""),
        "/gone": (410, "", b""),
    }
    monkeypatch.setattr(fetching, "is_global", lambda address: address == "127.0.0.1")
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/", "/moved"])
def test_body_is_read_through_a_redirect_too(site, path):
    assert fetch(site.address + path) == b"the body"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/inside", "no public web address"),
        ("/disk", "no public web address"),
        ("/circle", "without end"),
        ("/gone", "answers 410"),
    ],
)
def test_answer_that_leads_nowhere_is_refused(site, path, said):
    with pytest.raises(FetchError, match=said):
        fetch(site.address + path)


def test_answer_that_is_too_large_is_refused(site, monkeypatch):
    monkeypatch.setattr(fetching, "MOST", 4)

    with pytest.raises(FetchError, match="larger than"):
        fetch(site.address)


def test_answer_that_takes_too_long_is_refused(site, monkeypatch):
    monkeypatch.setattr(fetching, "PATIENCE", -1)

    with pytest.raises(FetchError, match="takes longer"):
        fetch(site.address)


def test_name_that_means_another_machine_by_now_is_refused(site, monkeypatch):
    monkeypatch.setattr(fetching, "is_public", lambda host, port: True)
    monkeypatch.setattr(fetching, "is_global", lambda address: False)

    with pytest.raises(FetchError, match="no public web address"):
        fetch(site.address)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "ftp://example.org/", "http://", "x",
     "http://[", "http://example.org:99999/", "file:///etc/hostname"],
)  # fmt: skip
def test_address_that_is_not_public_is_refused(url):
    with pytest.raises(FetchError):
        fetch(url)
