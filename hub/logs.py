"""What the Hub writes down: one JSON object a line, in UTC, with nothing in it that is personal or secret.

Every line of one request carries the same `request` number; error pages show it, so that what a
visitor reports can be found. A line about something that matters for safety says actor, action and outcome.
"""

import json
import logging
import re
import secrets
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address

request_number = ContextVar("request_number", default="")

E_MAIL = re.compile(r"[\w.!#$&'*+/=?^`{|}~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")
SIGNED = re.compile(r"[\w-]+:\w{4,8}:[\w-]{20,}")
RANDOM = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}|\b[0-9a-fA-F]{32,}\b")
IPV4 = re.compile(r"\b(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}\b")
IPV6 = re.compile(r"(?<![\w:])[0-9a-fA-F]{0,4}:[0-9a-fA-F:]+(?![\w:])")
NUMBER_OF_PROXY = re.compile(r"[0-9a-f]{32}")
EXTRAS = ("actor", "action", "outcome", "milliseconds")

logger = logging.getLogger("hub.requests")
security_logger = logging.getLogger("hub.security")


def scrub(text):
    """Return the text without e-mail addresses, tokens and the ends of IP addresses."""
    text = E_MAIL.sub("[e-mail]", text)
    text = RANDOM.sub("[token]", SIGNED.sub("[token]", text))
    return IPV6.sub(_shorten_ipv6, IPV4.sub(r"\1.x", text))


def _shorten_ipv6(match):
    try:
        address = ip_address(match[0])
    except ValueError:
        return match[0]
    return ":".join(address.exploded.split(":")[:3]) + "::x"


class JsonLine(logging.Formatter):
    """Writes a record as one line of JSON in ASCII, so that no text in it can start a line of its own."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        line |= {name: _plain(getattr(record, name)) for name in EXTRAS if hasattr(record, name)}
        if number := request_number.get():
            line["request"] = number
        if record.exc_info:
            line["trace"] = scrub(self.formatException(record.exc_info))
        return json.dumps(line)


def _plain(value):
    return scrub(value) if isinstance(value, str) else value


def security_event(actor, action, outcome):
    """Write down who did what, and how it ended; for what a security officer would ask about later."""
    extra = {"actor": actor, "action": action, "outcome": outcome}
    security_logger.info("%s", action, extra=extra)


class RequestLogMiddleware:
    """Numbers each request and writes one line about it: who, what, how it ended, how long it took."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.number = given if NUMBER_OF_PROXY.fullmatch(given) else secrets.token_hex(16)
        reset, started = request_number.set(request.number), time.monotonic()
        try:
            response = self.get_response(request)
            self._write(request, response, started)
        finally:
            request_number.reset(reset)
        if response.status_code >= 400:
            response.headers["X-Request-ID"] = request.number
        return response

    def _write(self, request, response, started):
        extra = {
            "actor": actor_of(request),
            "action": f"{request.method} {_address(request)}",
            "outcome": response.status_code,
            "milliseconds": round((time.monotonic() - started) * 1000),
        }
        of_staff = extra["actor"] != "visitor" and request.method not in {"GET", "HEAD"}
        is_refused = response.status_code in {400, 403, 413, 429}
        (security_logger if of_staff or is_refused else logger).info("request", extra=extra)


def actor_of(request):
    """Return "staff" with the account's number, or "visitor"; never ask the database for it."""
    user = getattr(request, "_cached_user", None)  # set by Django once somebody has asked who it is
    return f"staff {user.pk}" if user is not None and user.is_authenticated else "visitor"


def _address(request):
    """Return the pattern that the address matched, which holds no token; else the address itself."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else request.path[:200]
