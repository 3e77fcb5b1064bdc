"""What visitors may send that is no part of a page's key, and how to see that it reached another's page."""

import re

from django.test import RequestFactory
from django.test.client import ClientHandler

from hub.page_cache import PageCache

HEADERS = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Port": "81",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-For": "192.0.2.1",
    "Forwarded": "host=evil.example",
    "X-Host": "evil.example",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "X-HTTP-Method-Override": "POST",
    "Accept-Language": "cy",
    "Accept": "application/json",
    "User-Agent": "<script>alert(1)</script>",
    "Referer": "https://evil.example/",
    "Origin": "https://evil.example",
    "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT",
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
    "DNT": "1",
    "Save-Data": "on",
    "Via": "1.1 evil.example",
}
PARAMETERS = dict.fromkeys(["utm_source", "fbclid", "gclid", "_", "callback", "next"], "<evil>")
UNKEYED = {
    **{f"header {name}": {"headers": {name: value}} for name, value in HEADERS.items()},
    **{f"parameter {name}": {"parameters": {name: value}} for name, value in PARAMETERS.items()},
    "header Authorization": {"headers": {"Authorization": "Basic YTpi"}},
    "header Range": {"headers": {"Range": "bytes=0-10"}},
    **{
        f"cookie {name}": {"headers": {"Cookie": f"{name}=evil"}}
        for name in ["session", "csrf", "sessionid", "evil"]
    },
}
TOGETHER = {
    "all that goes through the cache": {"headers": HEADERS, "parameters": PARAMETERS},
    "all that goes round it": {"headers": HEADERS | {"Cookie": "session=evil; csrf=evil; evil=evil"}},
}


class Hub:
    """The Hub as a WSGI application that leaves a test's transaction alone."""

    def __init__(self):
        self.handler = ClientHandler()

    def __call__(self, environ, start_response):
        response = self.handler(environ)
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return [response.getvalue()]


def visit(application, page, headers=None, parameters=None):
    """Ask for a page; return the names of the headers, and the page without the moment of its form."""
    about = {"Host": "testserver"} | (headers or {})
    environ = RequestFactory().get(page, headers=about, query_params=parameters).environ
    if "Cookie" not in about:
        del environ["HTTP_COOKIE"]
    said = []
    answer = application(environ, lambda *args: said.extend(args))
    body = b"".join(answer).decode()
    return {name.lower() for name, _ in said[1]}, re.sub(r'(name="stamp" value=)"[^"]+"', r"\1", body)


def spoiled(pages, extras, application=None):
    """Return (page, extra) wherever the visitor after one with something extra gets another page or a cookie.

    `pages` is {name: address}, `extras` {name: what `visit` takes}.
    """
    application, found = application or Hub(), []
    for name, page in pages.items():
        _, clean = visit(PageCache(application, 10_000_000), page)
        for extra, sent in extras.items():
            cache = PageCache(application, 10_000_000)
            visit(cache, page, **sent)
            headers, after = visit(cache, page)
            if after != clean or "set-cookie" in headers:
                found.append((name, extra))
    return found
