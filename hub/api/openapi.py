"""The OpenAPI 3.1 document, made from the same words that the API checks what is asked by."""

from django.conf import settings

from hub.api.kinds import KINDS, TAGGED
from hub.api.objects import ADDRESS, MOMENT, OBJECTS, TEXT, TEXT_OR_NONE, WHOLE
from hub.api.parameters import PAGING, Parameter, tags
from hub.searching import SOURCES

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
HIT = {"type": TEXT, "id": WHOLE, "url": ADDRESS, "updated": MOMENT, "licence": TEXT_OR_NONE}
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
    hits["properties"]["total"] = WHOLE
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
    told = {}
    for kind, values in OBJECTS.items():
        told[kind] = shape({name: value.schema for name, value in values.items()})
    problem_schema = shape({"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT})
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
