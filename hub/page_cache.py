"""Ready pages for visitors: a WSGI wrapper that answers from memory before Django wakes.

What may be kept is decided by `key_of` and `may_keep` alone; docs/decisions/0003 says why it is safe.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

import brotli
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from content.caching import watch

GOOD_FOR = 50  # seconds; then a page is made again, so that what was scheduled appears in its minute
STALE_FOR = 24 * 60 * 60  # seconds that an old page may stand in while the database does not answer
WAIT_FOR_OTHERS = 0.5  # seconds to wait while another thread makes the same page
LARGEST_PAGE = 1024 * 1024  # bytes
PRIVATE_PATHS = ("/oai", "/admin/", "/static/", "/media/")
PUBLIC = "public, max-age=1, stale-while-revalidate=2"
CHANGES_THE_ANSWER = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
NOT_IN_304 = {  # a browser has these in its own copy (RFC 9110, 15.4.5); those that protect it are repeated
    "content-type",
    "last-modified",
    "link",
    "permissions-policy",
    "cross-origin-opener-policy",
    "speculation-rules",
}
HIT = "hub; hit"


class Page(NamedTuple):
    """One answer, ready to send in each encoding. Headers are lists of (name, value)."""

    generation: int
    made_at: float
    etag: str
    last_modified: str
    answers: dict  # encoding: (headers, body)
    not_modified: list  # the headers of a 304


def key_of(environ):
    """Return (key, query string) for a request that any visitor could have made, else None.

    Only GET and HEAD without cookies, credentials or ranges, for a host of ours and a public path.
    Query parameters that no page knows are left out of the key and of what Django sees.
    """
    path = environ.get("PATH_INFO", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or "HTTP_COOKIE" in environ
        or "HTTP_AUTHORIZATION" in environ
        or "HTTP_RANGE" in environ
        or path.startswith(PRIVATE_PATHS)
    ):
        return None
    host, query = environ.get("HTTP_HOST", ""), environ.get("QUERY_STRING", "")
    if not _is_ours(host):
        return None
    try:
        query = query and _known_part(query)
    except ValueError:
        return None
    return (_scheme(environ), host, environ.get("SCRIPT_NAME", ""), path, query), query


@lru_cache(maxsize=100)
def _is_ours(host):
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


@lru_cache(maxsize=500)
def _known_part(query):
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    known = [(name, value) for name, value in pairs if name in settings.PAGE_PARAMETERS]
    return urlencode(sorted(known, key=lambda pair: pair[0]))


def _scheme(environ):
    trusted = settings.SECURE_PROXY_SSL_HEADER
    secure = environ.get(trusted[0]) == trusted[1] if trusted else False
    return "https" if secure else environ["wsgi.url_scheme"]


def may_keep(status, headers):
    """Say whether an answer may be shown to every other visitor who asks the same."""
    values = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200 ")
        and "set-cookie" not in values
        and "content-encoding" not in values
        and not _words(values, "vary") - {"accept-encoding"}
        and not _words(values, "cache-control") & {"private", "no-store", "no-cache"}
        and "nonce-" not in values.get("content-security-policy", "")
        and int(values.get("content-length", LARGEST_PAGE + 1)) <= LARGEST_PAGE
    )


def _words(values, name):
    return {word.strip().lower() for word in values.get(name, "").split(",")} - {""}


@lru_cache(maxsize=500)
def encodings_of(accept):
    """Return what an Accept-Encoding header takes of ours, best first."""
    taken = {}
    for part in accept.lower().split(","):
        name, _, weight = part.partition(";")
        taken[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return [name for name in ("br", "gzip") if taken.get(name)]


class PageCache:
    """WSGI application that stands before another one.

    `most_bytes` bounds the memory of the ready pages in this process; the least used go first.
    """

    def __init__(self, application, most_bytes=None):
        self.application = application
        self.most_bytes = most_bytes or settings.PAGE_CACHE_MB * 1024 * 1024
        self.pages, self.bytes = OrderedDict(), 0
        self.guard, self.makers = threading.Lock(), {}

    def __call__(self, environ, start_response):
        found = key_of(environ)
        if found is None:
            return self.application(environ, start_response)
        key, query = found
        environ["hub.asked_at"] = time.monotonic()
        generation, known = watch.look()
        page = self._find(key)
        if page and known and self._is_good(page, generation):
            return send(page, environ, start_response)
        if page and not known and time.monotonic() - page.made_at < STALE_FOR:
            return send(page, environ, start_response, "hub; hit; detail=stale")
        return self._make_once(key, query, page, (generation, known), environ, start_response)

    def _is_good(self, page, generation):
        return page.generation == generation and time.monotonic() - page.made_at < GOOD_FOR

    def _make_once(self, key, query, old, seen, environ, start_response):
        """Let one thread make the page; the others get the old one, or wait a little for the new one."""
        with self.guard:
            maker = self.makers.setdefault(key, threading.Lock())
        if maker.acquire(blocking=False):
            try:
                return self._make(key, query, old, seen, environ, start_response)
            finally:
                maker.release()
                with self.guard:
                    self.makers.pop(key, None)
        if old:
            return send(old, environ, start_response, "hub; hit; detail=stale")
        if maker.acquire(timeout=WAIT_FOR_OTHERS):
            maker.release()
        made = self.pages.get(key)
        if made:
            return send(made, environ, start_response)
        return self.application(environ, start_response)

    def _make(self, key, query, old, seen, environ, start_response):
        """Make the page; `seen` is the generation as it was before, so that no change can be overlooked."""
        generation, known = seen
        asked = {name: value for name, value in environ.items() if name not in CHANGES_THE_ANSWER}
        asked |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
        said = []
        answer = self.application(asked, lambda *args: said.extend(args))
        status, headers = said[:2]
        if old and status.startswith("5"):
            close(answer)
            return send(old, environ, start_response, "hub; hit; detail=stale")
        if not may_keep(status, headers):
            start_response(status, headers)
            return answer if environ["REQUEST_METHOD"] == "GET" else close(answer)
        try:
            page = ready(b"".join(answer), headers, generation, old)
        finally:
            close(answer)
        if known:
            self._keep(key, page)
        return send(page, environ, start_response, "hub; fwd=miss; stored")

    def _find(self, key):
        with self.guard:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def _keep(self, key, page):
        with self.guard:
            self._drop(key)
            self.pages[key] = page
            self.bytes += size(page)
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self.pages)))

    def _drop(self, key):
        page = self.pages.pop(key, None)
        if page:
            self.bytes -= size(page)


def ready(body, headers, generation, old=None):
    """Return a Page with its body compressed once and for all."""
    values = {name.lower(): value for name, value in headers}
    etag = values.get("etag") or f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    last_modified = values.get("last-modified") or formatdate(usegmt=True)
    if old and old.etag == etag:
        last_modified = old.last_modified
    ours = {"etag", "last-modified", "content-length", "vary", "date"}
    kept = [(name, value) for name, value in headers if name.lower() not in ours]
    if "cache-control" not in values:
        kept.append(("Cache-Control", PUBLIC))
    kept += [("ETag", etag), ("Last-Modified", last_modified), ("Vary", "Accept-Encoding")]
    bodies = {"br": brotli.compress(body, quality=5), "gzip": gzip.compress(body, 6, mtime=0)}
    answers = {
        name: ([*kept, ("Content-Encoding", name), ("Content-Length", str(len(packed)))], packed)
        for name, packed in bodies.items()
    }
    not_modified = [(name, value) for name, value in kept if name.lower() not in NOT_IN_304]
    return Page(generation, time.monotonic(), etag, last_modified, answers, not_modified)


def size(page):
    """Return about how many bytes a page takes in memory."""
    return sum(len(body) for _, body in page.answers.values()) + 2000


def send(page, environ, start_response, cache_status=HIT):
    """Answer with a ready page, or 304 when the visitor has it (RFC 9110); Cache-Status is RFC 9211."""
    status = ("Cache-Status", cache_status)
    if is_known(page, environ):
        start_response("304 Not Modified", [*page.not_modified, status])
        return []
    encodings = encodings_of(environ.get("HTTP_ACCEPT_ENCODING", ""))
    headers, body = page.answers[encodings[0]] if encodings else unpacked(page)
    start_response("200 OK", [*headers, status])
    return [body] if environ["REQUEST_METHOD"] == "GET" else []


def unpacked(page):
    """Return (headers, body) of a page for somebody who takes no encoding, which hardly anyone does."""
    headers, packed = page.answers["gzip"]
    body = gzip.decompress(packed)
    without = [pair for pair in headers if pair[0] not in {"Content-Encoding", "Content-Length"}]
    return [*without, ("Content-Length", str(len(body)))], body


def is_known(page, environ):
    """Say whether the visitor already has this page: If-None-Match first, else If-Modified-Since."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        opaque = page.etag.removeprefix("W/")
        return tags.strip() == "*" or opaque in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if not since:
        return False
    try:
        return parsedate_to_datetime(page.last_modified) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def close(answer):
    """Close an answer that is not read, as PEP 3333 asks; return an empty one."""
    if hasattr(answer, "close"):
        answer.close()
    return []
