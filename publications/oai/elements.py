"""The XML of OAI-PMH answers."""

from datetime import UTC
from xml.etree import ElementTree

from django.utils import timezone

from content.addresses import full
from content.feeds import clean

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = f"{NAMESPACE} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
STAMP = "%Y-%m-%dT%H:%M:%SZ"


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


def stamp(moment):
    return moment.astimezone(UTC).strftime(STAMP)
