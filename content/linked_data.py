"""Nodes of the graph that a page gives machines, as schema.org's JSON-LD, from plain values."""

import json

from django.utils import timezone
from django.utils.safestring import mark_safe

from content.addresses import address, full

CC_BY = "https://creativecommons.org/licenses/by/4.0/"  # our own words
ORCID = "https://orcid.org/"


def node(kind, **fields):
    """Return a node of a type, without what is not known: nothing of it is empty. `id` becomes `@id`."""
    known = {"@type": kind, "@id": fields.pop("id", None), **fields}
    return {name: value for name, value in known.items() if value}


def subject(kind, item, **fields):
    """Return the node of what a page is about: its address says which thing it is."""
    return node(kind, id=address(item), url=address(item), **fields)


def named(kind, item, **fields):
    """Return the node of something that has a page of its own, or None for nothing."""
    return node(kind, name=str(item), url=address(item), **fields) if item else None


def titled(kind, row):
    """Return the node of a found row with a title and an address."""
    return node(kind, name=row.title, url=full(row.url))


def identifier(scheme, value):
    """Return a number in a scheme that others know (DOI, ISBN, GSS), or None without one."""
    return node("PropertyValue", propertyID=scheme, value=value) if value else None


def person(someone):
    """Return somebody as others' pages name them, with the ORCID where it is known."""
    return named("Person", someone, sameAs=someone.orcid and ORCID + someone.orcid)


def audiences(groups):
    """Return the readers that something was written for."""
    return [node("Audience", audienceType=str(group), url=address(group)) for group in groups]


def moment(when):
    """Return a moment as ISO 8601 with its offset; nothing for none."""
    return when and timezone.localtime(when).isoformat(timespec="seconds")


def item_list(items, first=1):
    """Return an ItemList of rows that have a page, or of found ones, in their order, counted from `first`."""
    elements = []
    for position, item in enumerate(items, first):
        is_row = hasattr(item, "get_absolute_url")
        name, path = (str(item), item.get_absolute_url()) if is_row else (item.title, item.url)
        elements.append(node("ListItem", position=position, name=name, url=full(path)))
    return node("ItemList", numberOfItems=len(elements), itemListElement=elements)


def script(*nodes):
    """Return a graph of nodes as the inside of <script type="application/ld+json">: no text can end it."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)  # noqa: S308 (the letters that could end a script are gone)
