"""Reading what another site answers: within bounds of size and time, and never inside a network."""

import ipaddress
import socket
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urljoin, urlsplit

TIMEOUT = 10  # seconds without a word from the other side
PATIENCE = 60  # seconds for one answer
MOST = 16 * 1024 * 1024  # bytes of one answer
REDIRECTS = 3
AGENT = "SystemsLeadershipHub"
NOT_PUBLIC = "This is no public web address."


class FetchError(ValueError):
    """There is no answer to be had; the message says why."""


def fetch(url, patience=PATIENCE):
    """Return the body (bytes) of a public web address within so many seconds; raise FetchError.

    Every redirect is held to the same rules as the address itself.
    """
    deadline = time.monotonic() + min(patience, PATIENCE)
    try:
        for _ in range(REDIRECTS + 1):
            status, location, body = _get(url, deadline)
            if status == 200:
                return body
            if status not in {301, 302, 303, 307, 308} or not location:
                raise FetchError(f"The site answers {status}.")
            url = urljoin(url, location)
    except (OSError, HTTPException) as error:
        raise FetchError(f"No answer: {type(error).__name__}.") from error
    except ValueError as error:
        raise error if isinstance(error, FetchError) else FetchError("This is no web address.") from error
    raise FetchError("The site redirects without end.")


def is_public(host, port):
    """Say whether every address of a host lies in the open internet; raise OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return all(is_global(address[0]) for *_, address in found)


def is_global(address):
    return ipaddress.ip_address(address).is_global


@contextmanager
def asked(method, url):
    """Ask a public web address once and give its answer to the block; redirects are not followed.

    Raises FetchError for an address that is none or lies inside a network, OSError or HTTPException
    when nobody answers.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_public(parts.hostname, port):
        raise FetchError(NOT_PUBLIC)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname, port, timeout=TIMEOUT)
    try:
        connection.connect()
        if not is_global(connection.sock.getpeername()[0]):  # the name may mean another machine by now
            raise FetchError(NOT_PUBLIC)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={"User-Agent": AGENT})
        with connection.getresponse() as response:
            yield response
    finally:
        connection.close()


def _get(url, deadline):
    """Return (status, where it redirects to, body) of one request."""
    with asked("GET", url) as response:
        body = _read(response, deadline) if response.status == 200 else b""
        return response.status, response.headers["Location"], body


def _read(response, deadline):
    body = bytearray()
    while chunk := response.read1(65536):
        body += chunk
        if len(body) > MOST:
            raise FetchError(f"The answer is larger than {MOST // 1024 // 1024} MB.")
        if time.monotonic() > deadline:
            raise FetchError("The answer takes longer than we wait for it.")
    return bytes(body)
