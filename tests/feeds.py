"""Feeds as readers read them, and what the standard asks of them."""

import re
from urllib.parse import urlsplit

import feedparser
from lxml import etree

SITE = "http://hub.example.org"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return feedparser.parse(response.content)


def titles(client, address):
    return [entry.title for entry in read(client, address).entries]


def faults_of(feed, address):
    """Return what RFC 4287 asks of a feed and does not find, in words; of ours we ask more than it does."""
    root = etree.fromstring(feed)
    entries = root.findall("a:entry", ATOM)
    faults = [] if root.tag == f"{{{ATOM['a']}}}feed" else ["root"]
    for element in [root, *entries]:
        for name in ["id", "title", "updated"]:  # sections 4.1.1 and 4.1.2: exactly one of each
            if len([found for found in element.findall(f"a:{name}", ATOM) if found.text]) != 1:
                faults.append(f"{name} of {element.tag}")
        moments = element.findall("a:updated", ATOM) + element.findall("a:published", ATOM)
        faults += [moment.text for moment in moments if not RFC_3339.fullmatch(moment.text)]
        links = element.findall("a:link", ATOM)
        addresses = [element.findtext("a:id", "", ATOM), *(link.get("href") for link in links)]
        faults += [address for address in addresses if not urlsplit(address).scheme]
        if len([link for link in links if link.get("rel", "alternate") == "alternate"]) > 1:
            faults.append("two alternate links")
    names = [entry.findtext("a:author/a:name", None, ATOM) for entry in entries]
    faults += ["entry without author"] if not all(names) else []
    if [link.get("href") for link in root.findall("a:link[@rel='self']", ATOM)] != [SITE + address]:
        faults.append("self")
    if len({entry.findtext("a:id", None, ATOM) for entry in entries}) != len(entries):
        faults.append("an id twice")
    return faults
