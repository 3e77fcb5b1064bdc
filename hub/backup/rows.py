"""Rows of any table as lines of JSON and back, the same from either database."""

import base64
import hashlib
import json
from datetime import date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models.sql import InsertQuery

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
    fields = fields_of(model)
    names = [field.attname for field in fields]
    rows = model._base_manager.using(using).order_by(model._meta.pk.attname).values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        values = [to_json(field, value) for field, value in zip(fields, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def to_json(field, value):
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal(1).scaleb(-field.decimal_places)))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def from_json(field, value):
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return (field.target_field if field.is_relation else field).to_python(value)


def insert_rows(model, lines, using, connection):
    """Insert lines of JSON as rows, exactly as they are: no save(), no signal, no default."""
    fields = fields_of(model)
    query = InsertQuery(model)
    rows = [
        SimpleNamespace(
            **{
                field.attname: from_json(field, value)
                for field, value in zip(fields, json.loads(line), strict=True)
            }
        )
        for line in lines
    ]
    size = connection.ops.bulk_batch_size(fields, rows) if rows else 1
    for start in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, rows[start : start + size], raw=True)
        query.get_compiler(using=using).execute_sql()


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
