"""Asks as visitors do, spoils one thing at a time, and sees what is wrong with the answer."""

import json
import re
import time
from itertools import count
from urllib.parse import parse_qs, urljoin, urlsplit

from django.test import Client
from lxml import etree, html

from hub.api.kinds import KINDS
from hub.api.openapi import SEARCH_PARAMETERS
from hub.api.parameters import PAGING
from tests.comments.visitor import HERE
from tests.naughty import MARK
from tests.pages import every_form, every_page

OPENED = re.compile(rf"<\s*/?{MARK}", re.IGNORECASE)  # nowhere, not even in a script of data
LINKS = {"href", "src", "action", "formaction"}
RUNS = re.compile(r"\s*(javascript|vbscript):", re.IGNORECASE)
TRAP = "website"  # a hidden field that people leave empty
MORE = {  # what pages know beside what their own links and forms say, as few things are on them
    "publication list": {"page"},
    "event list": {"page"},
    "comments for an author": {"page"},
    "search": {"page"},
    "news list": {"page"},
    "news article": {"comments", "find"},
    "page of a file": {"q"},
    "place list": {"page", "box"},
}
OAI = ["verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"]
MACHINES = {  # name: (address, what else is asked, names)
    "suggestions": ("/search/suggest/", {}, ["q", "kind"]),
    "feed": ("/news/feed/", {}, ["for", "topic", "year"]),
    "feed of publications": ("/publications/feed/", {}, ["q", "topic", "place"]),
    "export": ("/publications/export.csv", {}, ["q", "for", "topic", "sort", "from"]),
    "OAI": ("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"}, OAI),
    "API search": ("/api/v1/search/", {}, list(SEARCH_PARAMETERS)),
}
SLOW = 0.5  # seconds after which a request is tried again, in case the machine was busy
numbers = count(1)


def faults(response):
    """Return what is wrong with an answer: our own fault, bad form, or a string that became markup."""
    body = response.getvalue().decode("utf-8", "replace")
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    wrong = [response.status_code] if response.status_code >= 500 else []
    if kind == "text/html":
        return wrong + (became_markup(html.document_fromstring(body), body) if MARK in body else [])
    if kind.endswith("xml"):
        return wrong + (became_markup(etree.fromstring(body.encode()), body) if body else [])
    if kind.endswith("json") and body:
        json.loads(body)
    return wrong


def became_markup(tree, body):
    """Return the elements, attributes and links in a page that are of our making."""
    found = OPENED.findall(body)
    for element in tree.iter(etree.Element):
        for name, value in element.attrib.items():
            if name.startswith(MARK) or (name in LINKS and RUNS.match(value)):
                found.append(f"{name}={value}")
    return found


class Visitors:
    """Sends requests, each from another network, so that no limit ends the walk.

    `sent`: how many; `slowest`: seconds of the slowest, at the best of so many `tries`.
    """

    def __init__(self, tries=1):
        self.client, self.tries = Client(raise_request_exception=False), tries
        self.sent, self.slowest = 0, 0

    def get(self, address, **data):
        return self._ask(lambda **about: self.client.get(address, data, **about))

    def post(self, address, data):
        return self._ask(lambda **about: self.client.post(address, data, headers=HERE, **about))

    def _ask(self, ask):
        self.sent += 1
        seconds = []
        while not seconds or (min(seconds) > SLOW and len(seconds) < self.tries):
            n, started = next(numbers), time.perf_counter()
            response = ask(REMOTE_ADDR=f"10.{n & 255}.{n >> 8 & 255}.1")
            seconds.append(time.perf_counter() - started)
        self.slowest = max(self.slowest, min(seconds))
        return response


def form_on(page, address):
    """Return (address, data) of the form on a page that visitors send, filled in as it should be."""
    form = next(form for form in html.document_fromstring(page).forms if form.method == "POST")
    fields = {field.name: field for field in reversed(list(form.inputs)) if field.name}
    data = {name: filled(field) for name, field in fields.items()}
    return urljoin(address, form.action or ""), data | {TRAP: ""}


def filled(field):
    """Return what a visitor would put into a field."""
    if field.tag == "textarea":
        return "Words of our own."
    if field.tag == "select":
        return next((value for value in field.value_options if value), "")
    usual = {"text": "Dawn", "email": f"writer-{next(numbers)}@example.org", "checkbox": "on"}
    return usual.get(field.get("type"), field.get("value"))


def every_question(visitors, made):
    """Return {name: (address, what else is asked, names)} of all that takes parameters, each view once."""
    found = {}
    for kind, about in KINDS.items():  # one view; each parameter at the first kind that has it
        new = {*about.parameters, *PAGING}.difference(*(names for _, _, names in found.values()))
        found[f"API {kind}"] = f"/api/v1/{kind}/", {}, sorted(new)
    found |= MACHINES
    for name, address in (every_page(made) | every_form(made)).items():
        response = visitors.get(address)
        names = parameters_on(response.text, address) | MORE.get(name, set())
        if names and response.resolver_match.view_name not in found:
            found[response.resolver_match.view_name] = urlsplit(address).path, {}, sorted(names)
    return found


def parameters_on(page, address):
    """Return the names of the parameters that a page's own forms and links know."""
    tree, path = html.document_fromstring(page), urlsplit(address).path
    links = [urlsplit(urljoin(address, link)) for link in tree.xpath("//a/@href")]
    names = {
        name for link in links if link.path == path for name in parse_qs(link.query, keep_blank_values=True)
    }
    for form in tree.forms:
        if form.method == "GET" and urljoin(address, form.action or "") == path:
            names |= {field.name for field in form.inputs if field.name}
    return names
