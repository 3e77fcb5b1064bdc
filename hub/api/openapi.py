"""The OpenAPI 3.1 document, made from the same words that the API checks what is asked by."""

from django.conf import settings

from hub.api.kinds import KINDS, TAGGED
from hub.api.parameters import PAGING, Parameter, tags
from hub.searching import SOURCES

TEXT = {"type": "string"}
TEXT_OR_NONE = {"type": ["string", "null"]}
NUMBER_OR_NONE = {"type": ["number", "null"]}
ADDRESS = {"type": "string", "format": "uri"}
LINK = {"oneOf": [{"$ref": "#/components/schemas/Link"}, {"type": "null"}]}
TEXTS, LINKS = {"type": "array", "items": TEXT}, {"type": "array", "items": LINK}
SEARCH_PARAMETERS = {
    "q": Parameter(
        "What to look for, as on the site: words, “phrases”, -without.", r"^[^\x00]{0,200}$", example="trust"
    ),
    "kind": Parameter("Kinds: any of them.", choices=tuple(source.kind for source in SOURCES), several=True),
    **TAGGED,
    "programme": tags("Slugs of programmes: any of them."),
    "place": tags("Slugs of places: any of them."),
    "cursor": PAGING["cursor"],
}
COMMON = {
    "type": TEXT,
    "id": {"type": "integer"},
    "url": ADDRESS,
    "api_url": ADDRESS,
    "updated": {"type": "string", "format": "date-time"},
    "licence": TEXT_OR_NONE,
}
CONTENT = COMMON | {
    "title": TEXT,
    "published": {"type": "string", "format": "date-time"},
    "withdrawn": {"type": "boolean"},
    "groups": TEXTS,
    "topics": TEXTS,
    "summary": TEXT,
}
SPAN = {"start": TEXT, "end": TEXT}
OBJECTS = {
    "articles": CONTENT | {"kind": TEXT, "text": TEXT, "authors": LINKS},
    "publications": CONTENT
    | dict.fromkeys(["kind", "subtitle", "text", "issued", "language", "doi", "isbn", "source_url"], TEXT)
    | {"licence_name": TEXT, "pages": NUMBER_OR_NONE, "publisher": LINK, "creators": LINKS},
    "programmes": CONTENT | {"name": TEXT, "kind": TEXT, "text": TEXT, "led_by": LINK} | SPAN,
    "places": CONTENT
    | {"kind": TEXT, "text": TEXT, "gss_code": TEXT_OR_NONE, "region": TEXT, "lies_within": LINK}
    | {"latitude": NUMBER_OR_NONE, "longitude": NUMBER_OR_NONE},
    "projects": CONTENT
    | {"programme": LINK, "place": LINK, "status": TEXT, "tried": TEXT, "not_known": TEXT}
    | SPAN,
    "events": CONTENT
    | {"kind": TEXT, "text": TEXT, "venue": TEXT, "town": TEXT, "online": {"type": "boolean"}}
    | {"organiser": LINK, "programme": LINK}
    | SPAN,
    "series": COMMON
    | {name: CONTENT[name] for name in ["title", "published", "withdrawn", "summary"]}
    | {"steps": LINKS},
    "people": COMMON
    | dict.fromkeys(["title", "given_name", "family_name", "role", "summary", "orcid"], TEXT)
    | {"organisation": LINK},
    "organisations": COMMON | {"title": TEXT, "summary": TEXT, "website": TEXT},
    "groups": COMMON | {"title": TEXT, "slug": TEXT, "summary": TEXT, "order": {"type": "integer"}},
    "topics": COMMON | {"title": TEXT, "slug": TEXT, "summary": TEXT},
    "comments": COMMON
    | {"name": TEXT, "text": TEXT, "group": TEXT_OR_NONE, "thread": ADDRESS}
    | {"shown": {"type": "string", "format": "date-time"}, "answers": {"type": ["integer", "null"]}},
}
HIT = {name: COMMON[name] for name in ["type", "id", "url", "updated", "licence"]}
HIT |= {"title": TEXT, "label": TEXT, "summary": TEXT}
EXAMPLES = [
    ("Where to start: what there is", "/api/v1/"),
    ("Five guides written for councillors", "/api/v1/publications/?type=guide&for=councillors&limit=5"),
    ("All that changed since a moment", "/api/v1/articles/?since=2026-01-01T00:00:00Z"),
    ("The six groups", "/api/v1/groups/"),
    ("Projects of one programme", "/api/v1/projects/?programme=local-vision"),
]


def document():
    """Return the whole document as plain values."""
    paths = {"/api/v1/": {"get": operation("root", "Where everything is", {"type": "object"}, {})}}
    for name, kind in KINDS.items():
        one = {"$ref": f"#/components/schemas/{name}"}
        paths[f"/api/v1/{name}/"] = {
            "get": operation(f"list_{name}", kind.about, page_of(one), kind.parameters | PAGING)
        }
        paths[f"/api/v1/{name}/{{id}}/"] = {
            "get": operation(f"get_{name}", f"One of {name}", one, {}, by_id=True)
        }
    hits = page_of({"$ref": "#/components/schemas/hit"})
    hits["properties"]["total"] = {"type": "integer"}
    paths["/api/v1/search/"] = {
        "get": operation("search", "The site’s search", hits, SEARCH_PARAMETERS, busy=True)
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME} API",
            "version": "1.0.0",
            "summary": "Everything public on the Hub, to read.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": paths,
        "components": {"schemas": schemas(), "responses": {"problem": problem()}},
    }


def operation(name, about, schema, parameters, by_id=False, busy=False):
    told = [told_parameter(*each) for each in parameters.items()]
    if by_id:
        told.append(
            {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
        )
    responses = {
        "200": {"description": "What was asked for", "content": {"application/json": {"schema": schema}}},
        "304": {"description": "As it was: the ETag that was sent is still right"},
    }
    codes = ["400", "404", "429", *(["503"] if busy else [])]
    responses |= {code: {"$ref": "#/components/responses/problem"} for code in codes}
    return {"operationId": name, "summary": about, "parameters": told, "responses": responses}


def told_parameter(name, parameter):
    told = {"name": name, "in": "query", "description": parameter.description, "schema": parameter.schema()}
    if parameter.example:
        told["example"] = [parameter.example] if parameter.several else parameter.example
    return told


def page_of(schema):
    properties = {"items": {"type": "array", "items": schema}, "next": TEXT_OR_NONE}
    return {"type": "object", "properties": properties, "required": ["items", "next"]}


def schemas():
    link = {"name": TEXT, "url": ADDRESS}
    told = {name: shape(properties) for name, properties in OBJECTS.items()}
    problem_schema = shape({"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT})
    return told | {"Link": shape(link), "hit": shape(HIT), "problem": problem_schema}


def shape(properties):
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def problem():
    schema = {"$ref": "#/components/schemas/problem"}
    return {
        "description": "What is wrong, in words (RFC 9457)",
        "content": {"application/problem+json": {"schema": schema}},
    }
