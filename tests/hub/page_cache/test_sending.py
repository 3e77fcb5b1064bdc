"""How a ready page is sent: in which encoding, or as 304 to who has it."""

import gzip

import brotli
import pytest


def test_second_visitor_gets_the_ready_page(ask, site):
    first, second = ask(), ask()

    assert (first[2], second[2], len(site.asked)) == (b"no  1", b"no  1", 1)


def test_ready_page_says_it_is_one(ask):
    ask()

    assert ask()[1]["Cache-Status"] == "hub; hit"


def test_head_gets_the_headers_of_the_ready_page(ask, site):
    ask()

    status, headers, body = ask(method="HEAD")

    assert (status, headers["Content-Length"], body, len(site.asked)) == ("200 OK", "5", b"", 1)


@pytest.mark.parametrize(
    ("accept", "encoding", "read"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_page_is_sent_in_an_encoding_that_the_visitor_takes(ask, accept, encoding, read):
    _, headers, body = ask(HTTP_ACCEPT_ENCODING=accept)

    assert (headers.get("Content-Encoding"), read(body)) == (encoding, b"no  1")


@pytest.mark.parametrize("tag", ["{etag}", '"other", {etag}', "*", "W/{etag}"])
def test_visitor_who_has_the_page_gets_304(ask, tag):
    etag = ask()[1]["ETag"]

    status, headers, body = ask(HTTP_IF_NONE_MATCH=tag.format(etag=etag.removeprefix("W/")))

    assert (status, body, headers["ETag"]) == ("304 Not Modified", b"", etag)


def test_visitor_who_has_the_page_by_date_gets_304(ask):
    modified = ask()[1]["Last-Modified"]

    assert ask(HTTP_IF_MODIFIED_SINCE=modified)[0] == "304 Not Modified"


@pytest.mark.parametrize("since", ["nonsense", "Thu, 01 Jan 1970 00:00:00 GMT", ""])
def test_visitor_with_an_older_page_gets_the_page(ask, since):
    ask()

    assert ask(HTTP_IF_MODIFIED_SINCE=since)[0] == "200 OK"
