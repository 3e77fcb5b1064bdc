"""Nodes of the graph that a page gives machines, as schema.org's JSON-LD, from plain values."""

import json

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import mark_safe

CC_BY = "https://creativecommons.org/licenses/by/4.0/"  # our own words


def node(kind, **fields):
    """Return a node of a type, without what is not known: nothing of it is empty. `id` becomes `@id`."""
    known = {"@type": kind, "@id": fields.pop("id", None), **fields}
    return {name: value for name, value in known.items() if value}


def full(path):
    """Return the full address of a path of ours."""
    return settings.SITE_URL + path


def address(item):
    return full(item.get_absolute_url())


def named(kind, item, **fields):
    """Return the node of something that has a page of its own, or None for nothing."""
    return node(kind, name=str(item), url=address(item), **fields) if item else None


def person(someone):
    """Return somebody as others' pages name them, with the ORCID where it is known."""
    return named("Person", someone, sameAs=someone.orcid and f"https://orcid.org/{someone.orcid}")


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
