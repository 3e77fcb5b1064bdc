"""What may be asked: parameters that are told in the OpenAPI document and checked by the same words."""

import base64
import binascii
import re
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from alerts.lists import MOST_VALUES
from hub.api.answers import Problem

MOST, USUAL = 100, 20
SLUG = r"^[-a-zA-Z0-9_]{1,100}$"
YEAR = r"^(19|20|21)[0-9]{2}$"
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
CURSOR = r"^[-A-Za-z0-9_]{1,100}$"


class Parameter(NamedTuple):
    """One query parameter: a text of a form, or one of a few; `several` may be given more than once."""

    description: str
    pattern: str = SLUG
    choices: tuple = ()
    several: bool = False
    example: str = ""

    def accepts(self, value):
        return value in self.choices if self.choices else re.search(self.pattern, value) and "\n" not in value

    def schema(self):
        one = {"type": "string"}
        if self.pattern == MOMENT:
            one["format"] = "date-time"
        else:
            one |= {"enum": list(self.choices)} if self.choices else {"pattern": self.pattern}
        return (
            {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES} if self.several else one
        )


def tags(description, example=""):
    return Parameter(description, several=True, example=example)


PAGING = {
    "limit": Parameter(f"How many to return at most, 1 to {MOST}.", r"^([1-9][0-9]?|100)$", example="5"),
    "cursor": Parameter("Where to go on: taken from `next` of the page before.", CURSOR),
}
SINCE = {"since": Parameter("Only what was updated at or after this moment (RFC 3339).", MOMENT)}


def read(request, parameters):
    """Return {name: values} of a request; raise Problem for what is unknown, repeated or malformed."""
    query = {}
    for name, values in request.GET.lists():
        parameter = parameters.get(name)
        if parameter is None:
            known = ", ".join(sorted(parameters)) or "none"
            raise Problem(400, "Unknown parameter", f"This address knows: {known}.")
        if len(values) > (MOST_VALUES if parameter.several else 1):
            raise Problem(400, "Too many values", f"Too many values of {name}.")
        if not all(parameter.accepts(value) for value in values):
            raise Problem(400, "Malformed parameter", f"{name}: {parameter.description}")
        query[name] = values
    return query


def limit(query):
    return int(query.get("limit", [USUAL])[0])


def since(query):
    """Return the moment of `since`, or None; raise Problem for a day that does not exist."""
    if "since" not in query:
        return None
    try:
        moment = datetime.fromisoformat(query["since"][0].replace("Z", "+00:00"))
        return moment.astimezone(timezone.get_default_timezone())
    except (ValueError, OverflowError) as error:
        raise Problem(400, "Malformed parameter", "since: there is no such moment.") from error


def make_cursor(*values):
    return base64.urlsafe_b64encode("|".join(map(str, values)).encode()).decode().rstrip("=")


def read_cursor(query, convert):
    """Return what `convert` makes of the parts of the cursor, None without one; raise Problem."""
    if "cursor" not in query:
        return None
    text = query["cursor"][0]
    try:
        parts = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split("|")
        return convert(*parts)
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise Problem(404, "No such page", "Take the cursor from `next`, as it is.") from error
