"""Rows of any table as lines of JSON and back, the same from either database."""

import base64
import hashlib
import json
from datetime import date, datetime, time
from decimal import Decimal
from itertools import batched
from uuid import UUID

from django.apps import apps
from django.db import models

LEFT_OUT = {"sessions.session", "axes.accessattempt", "axes.accessattemptexpiration", "axes.accesslog"}
LEFT_OUT |= {"axes.accessfailurelog"}
AT_ONCE = 500


def tables():
    """Return every model with a table of its own, joining tables included; sessions and guesses left out."""
    found = apps.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def fields_of(model):
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def read_rows(model, using):
    """Yield each row of a table as a line of JSON, in the order of its key."""
    names = [field.attname for field in fields_of(model)]
    rows = model._base_manager.using(using).order_by(model._meta.pk.attname).values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield as_line([to_json(value) for value in row])


as_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
AS_JSON = {
    **dict.fromkeys([date, datetime, time], lambda value: value.isoformat()),
    **dict.fromkeys([bytes, memoryview], lambda value: base64.b64encode(value).decode()),
    Decimal: lambda value: format(value, "f"),
    UUID: str,
}


def to_json(value):
    convert = AS_JSON.get(type(value))
    return convert(value) if convert else value


def from_json(field, value, connection):
    """Return the value as the database takes it: fields read what `to_json` writes, all but bytes."""
    if value is not None and isinstance(field, models.BinaryField):
        value = base64.b64decode(value)
    return field.get_db_prep_save(value, connection)


def insert_rows(model, lines, connection):
    """Insert lines of JSON as rows, exactly as they are: no save(), no signal, no default."""
    fields, quote = fields_of(model), connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    marks = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        for some in batched(lines, connection.ops.bulk_batch_size(fields, lines), strict=False):
            rows = [zip(fields, json.loads(line), strict=True) for line in some]
            values = [from_json(field, value, connection) for row in rows for field, value in row]
            places = ", ".join([marks] * len(rows))
            cursor.execute(f"INSERT INTO {into} VALUES {places}", values)  # noqa: S608 (names of our own)


class Digest:
    """Counts and hashes lines as they pass."""

    def __init__(self):
        self.rows, self.hash = 0, hashlib.sha256()

    def add(self, line):
        self.rows += 1
        self.hash.update(line.encode() + b"\n")

    def as_values(self):
        return {"rows": self.rows, "sha256": self.hash.hexdigest()}


def digest_of(model, using):
    digest = Digest()
    for line in read_rows(model, using):
        digest.add(line)
    return digest.as_values()
