"""What no browser sends: hostile requests as bytes, and what is wrong with what a server says to them."""

import contextlib
import re
import socket

HOST = b"Host: 127.0.0.1\r\n"
END = b"Connection: close\r\n\r\n"
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
LEAKS = re.compile(
    rb"Traceback|site-packages|\.py\b|SECRET_KEY|root:x:|(?:waitress|gunicorn|Python|Django)/\d",
    re.IGNORECASE,
)


def to(path, *more, method=b"GET", version=b"HTTP/1.1"):
    return method + b" " + path + b" " + version + b"\r\n" + HOST + b"".join(more) + END


def post(*headers, body=b"", path=b"/alerts/new/"):
    return to(path, *(header + b"\r\n" for header in headers), method=b"POST") + body


TOO_LARGE = post(b"Content-Length: 100000000000")
WHOLE = {
    "unknown method": to(b"/", method=b"EVIL"),
    "TRACE": to(b"/", method=b"TRACE"),
    "CONNECT": to(b"evil.example:443", method=b"CONNECT"),
    "PRI of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9": to(b"/", version=b"HTTP/9.9"),
    "HTTP/0.9": b"GET /\r\n\r\n",
    "no version": b"GET / \r\n" + HOST + END,
    "nothing but line ends": b"\r\n" * 50 + to(b"/"),
    "no host": b"GET / HTTP/1.1\r\n" + END,
    "two hosts": to(b"/", b"Host: evil.example\r\n"),
    "another's host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n" + END,
    "host with a path": b"GET / HTTP/1.1\r\nHost: 127.0.0.1/../evil\r\n" + END,
    "whole address as target": to(b"http://evil.example/"),
    "traversal": to(b"/../../../../../etc/passwd"),
    "traversal, written out": to(b"/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    "traversal, twice written out": to(b"/media/%252e%252e%252fetc%252fpasswd"),
    "traversal, overlong": to(b"/static/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd"),
    "hidden folder": to(b"/.git/config"),
    "NUL in the path": to(b"/news/%00/"),
    "no UTF-8 in the path": to(b"/news/%ff%fe%ed%a0%80/"),
    "no UTF-8 in the query": to(b"/search/?q=%ff%fe%ed%a0%80"),
    "raw bytes in the path": to(b"/\xff\xfe\xf0\x9f\x92\xa9/"),
    "control characters in the path": to(b"/\x01\x02\x1b[31m/"),
    "long address": to(b"/" + b"a" * 20_000),
    "1,000 parameters": to(b"/search/?" + b"&".join(b"q=%d" % n for n in range(1_000))),
    "500 headers": to(b"/", *(b"X-%d: x\r\n" % n for n in range(500))),
    "headers of 300 KB": to(b"/", *(b"X-Long: " + b"x" * 30_000 + b"\r\n" for _ in range(10))),
    "NUL in a header": to(b"/", b"X-One: a\x00b\r\n"),
    "header without a colon": to(b"/", b"no colon here\r\n"),
    "header on two lines": to(b"/", b"X-One: a\r\n b\r\n"),
    "expectation that nobody knows": to(b"/", b"Expect: a-miracle\r\n"),
    "space before the colon": post(b"Content-Length : 5", body=b"hello"),
    "100 GB to come": TOO_LARGE,
    "negative length": post(b"Content-Length: -1"),
    "two lengths": post(b"Content-Length: 5", b"Content-Length: 50", body=b"hello"),
    "length and chunks": post(
        b"Content-Length: 4",
        b"Transfer-Encoding: chunked",
        body=b"0\r\n\r\nGET /admin/ HTTP/1.1\r\n" + HOST + b"\r\n",
    ),
    "coding that nobody knows": post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n"),
    "chunk of no size": post(b"Transfer-Encoding: chunked", body=b"zz\r\nhello\r\n"),
    "form without borders": post(b"Content-Type: multipart/form-data", b"Content-Length: 5", body=b"hello"),
}
UNFINISHED = {  # a server may wait for the rest, until the sender hangs up
    "bare line feeds": b"GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n",
    "chunk of a huge size": post(b"Transfer-Encoding: chunked", body=b"f" * 40 + b"\r\nhello\r\n"),
    "half a line": b"GE",
    "half the headers": b"GET / HTTP/1.1\r\nHost: 127.0",
    "half a body": post(b"Content-Length: 1000", body=b"email=a"),
    "hello of TLS": bytes.fromhex("16030100c8010000c40303") + bytes(32),
}


def say(port, request, hangs_up=False, patience=30):
    """Send bytes on a connection of their own; return the answer, or None if the server only hangs."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        answer = b""
        try:
            with contextlib.suppress(ConnectionError):  # it may hang up before it has heard all
                connection.sendall(request)
                if hangs_up:
                    connection.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):
                while part := connection.recv(65536):
                    answer += part
        except TimeoutError:
            return None
    return answer


def wrong_with(answer, wanted=()):
    """Return what a server should not have said: nothing at all, a fault of its own, or what runs it."""
    if answer is None:
        return "it hangs"
    statuses = [int(status) for status in STATUS.findall(answer)]
    if any(status >= 500 for status in statuses):
        return f"it answers {statuses}"
    if len(statuses) > 1:
        return "it hears two requests in one"
    if found := LEAKS.search(answer):
        return f"it tells {found[0]}"
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").lower()
    missing = [name for name in wanted if statuses and f"\r\n{name.lower()}:" not in head]
    return f"it lacks {missing}" if missing else None


def faults_of(port, wanted=()):
    """Return {name: what is wrong} of everything that a server does wrong with all of these."""
    answers = {name: say(port, request) for name, request in WHOLE.items()}
    answers |= {name: say(port, request, hangs_up=True) for name, request in UNFINISHED.items()}
    return {name: wrong for name, answer in answers.items() if (wrong := wrong_with(answer, wanted))}
