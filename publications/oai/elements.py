"""The XML of OAI-PMH answers."""

import re
from datetime import UTC
from xml.etree import ElementTree

from django.utils import timezone

from publications.citations import full

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = f"{NAMESPACE} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
STAMP = "%Y-%m-%dT%H:%M:%SZ"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new_root():
    names = {"xmlns": NAMESPACE, "xmlns:xsi": INSTANCE, "xsi:schemaLocation": SCHEMA}
    return element("OAI-PMH", **names, children=[element("responseDate", stamp(timezone.now()))])


def request_element(root, arguments):
    root.append(element("request", full("/oai"), **{name: clean(value) for name, value in arguments.items()}))


def element(name, text="", children=(), **attributes):
    element = ElementTree.Element(name, attributes)
    element.text = clean(text)
    element.extend(children)
    return element


def clean(text):
    """Return text without what XML 1.0 cannot hold."""
    return NOT_XML.sub("", text)


def stamp(moment):
    return moment.astimezone(UTC).strftime(STAMP)
