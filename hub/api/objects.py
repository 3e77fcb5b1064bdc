"""What the API says of one row of each kind: each value by its name, with its schema and where it is read."""

from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from django.urls import reverse

from content.addresses import address, full
from content.linked_data import CC_BY
from publications.citations import LICENCES

TEXT = {"type": "string"}
TEXT_OR_NONE = {"type": ["string", "null"]}
WHOLE = {"type": "integer"}
NUMBER_OR_NONE = {"type": ["number", "null"]}
FLAG = {"type": "boolean"}
ADDRESS = {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}
LINK = {"oneOf": [{"$ref": "#/components/schemas/Link"}, {"type": "null"}]}


class Value(NamedTuple):
    """One value of an object: its JSON schema, and the function that reads it from a row."""

    schema: dict
    of: Callable


def plain(*names, schema=TEXT, **others):
    """Return plain values by name, read from the field of that name; `others` name their field."""
    fields = dict(zip(names, names, strict=True)) | others
    return {name: Value(schema, attrgetter(field)) for name, field in fields.items()}


def moment(field):
    return Value(MOMENT, lambda item: getattr(item, field).isoformat())


def links(**fields):
    """Return links to what has a page, by name, each with its field."""
    return {
        name: Value(LINK, lambda item, field=field: named(getattr(item, field)))
        for name, field in fields.items()
    }


def several(schema, read):
    """Return a list of values with this schema; `read` finds them for a row."""
    return Value({"type": "array", "items": schema}, lambda item: list(read(item)))


def named(item):
    """Return {name, url} of something that has a page, or None."""
    return item and {"name": str(item), "url": address(item)}


def common(kind):
    """Return what every object says first: what and where it is, when it was updated, its licence."""
    return {
        "type": Value(TEXT, lambda item: kind),
        "id": Value(WHOLE, attrgetter("pk")),
        "url": Value(ADDRESS, address),
        "api_url": Value(ADDRESS, lambda item: full(reverse("api:item", args=[kind, item.pk]))),
        "updated": moment("updated"),
        "licence": Value(TEXT_OR_NONE, lambda item: CC_BY),
    }


DATED = {
    "title": Value(TEXT, str),
    "published": moment("published_at"),
    "withdrawn": Value(FLAG, lambda item: item.state == "withdrawn"),
}
CONTENT = DATED | {
    "groups": several(TEXT, lambda item: (group.slug for group in item.groups.all())),
    "topics": several(TEXT, lambda item: (topic.slug for topic in item.topics.all())),
}
SPAN = plain("start", "end")
OWN = {
    "articles": CONTENT
    | plain("kind", summary="standfirst", text="body")
    | {"authors": several(LINK, lambda item: (named(each.person) for each in item.authorships.all()))},
    "publications": CONTENT
    | plain(kind="type", subtitle="subtitle", summary="abstract", text="body")
    | plain("issued", "language", "doi", "isbn")
    | plain("pages", schema=NUMBER_OR_NONE)
    | links(publisher="publisher")
    | {"creators": several(LINK, lambda item: (named(creator.maker) for creator in item.creators.all()))}
    | plain(source_url="landing_url")
    | {
        "licence": Value(TEXT_OR_NONE, lambda item: LICENCES.get(item.licence)),
        "licence_name": Value(TEXT, lambda item: item.get_licence_display()),
    },
    "programmes": CONTENT
    | plain("name", "kind", "summary", text="description")
    | SPAN
    | links(led_by="lead_organisation"),
    "places": CONTENT
    | plain("kind", "summary", text="description")
    | plain("gss_code", schema=TEXT_OR_NONE)
    | plain("region")
    | plain("latitude", "longitude", schema=NUMBER_OR_NONE)
    | links(lies_within="parent"),
    "projects": CONTENT
    | links(programme="programme", place="place")
    | plain("status", summary="issue", tried="tried", not_known="not_known")
    | SPAN,
    "events": CONTENT
    | plain("kind", "summary", text="description")
    | SPAN
    | plain("venue", "town")
    | plain("online", schema=FLAG)
    | links(organiser="organiser", programme="programme"),
    "series": DATED
    | plain("summary")
    | {"steps": several(LINK, lambda item: (named(step.content) for step in item.public_items()))},
    "people": {"title": Value(TEXT, str)}
    | plain("given_name", "family_name", "role")
    | links(organisation="organisation")
    | plain(summary="biography", orcid="orcid"),
    "organisations": plain(title="name", summary="summary", website="url"),
    "groups": plain(title="name", slug="slug", summary="summary") | plain("order", schema=WHOLE),
    "topics": plain(title="name", slug="slug", summary="summary"),
    "comments": plain(name="user_name", text="comment")
    | {
        "group": Value(TEXT_OR_NONE, lambda item: item.group.slug if item.group else None),
        "shown": moment("shown_at"),
    }
    | plain(answers="answers_id", schema={"type": ["integer", "null"]})
    | {"thread": Value(ADDRESS, lambda item: address(item.discussion))},
}
OBJECTS = {kind: common(kind) | values for kind, values in OWN.items()}


def say(kind, item):
    """Return a row of a kind as plain values."""
    return {name: value.of(item) for name, value in OBJECTS[kind].items()}
