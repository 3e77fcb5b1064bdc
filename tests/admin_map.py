"""Every address of the admin, made from its URL map, and a row of each model to fill it in."""

import re

from django.contrib import admin
from django.urls import URLResolver
from django.utils import timezone

from hub.staff import ship_groups
from tests.pages import create_everything

NO_ANCHORS = str.maketrans("", "", "^$")
MODELS = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}


def addresses(patterns=None, prefix=""):
    """Yield (name, address with "{pk}" for each parameter) of every pattern of the admin."""
    for pattern in patterns or admin.site.get_urls():
        text = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, text)
        elif pattern.name:
            yield pattern.name, "/admin/" + re.sub(r"\([^()]*\)|<[^>]*>", "{pk}", text).translate(NO_ANCHORS)


ADDRESSES = sorted(set(addresses()))


def model_and_deed(name):
    """Return the model that an address is about and what it does; None for what belongs to no model."""
    if name == "publications_figures":
        return MODELS["publications_dailycount"], "figures"
    for label, model in MODELS.items():
        if name.startswith(f"{label}_"):
            return model, name.removeprefix(f"{label}_")
    return None, ""


def create_rows():
    """Make something of every kind; return {label: the key of a row} of every model in the admin."""
    create_everything()
    ship_groups()
    return {label: a_row_of(model).pk for label, model in MODELS.items()}


def a_row_of(model):
    """Return the first row of a model; make one with nothing but what the database asks for, if need be."""
    return model._base_manager.order_by("pk").first() or create_bare(model)


def create_bare(model):
    empty = {"JSONField": list, "DateField": timezone.localdate, "DateTimeField": timezone.now}
    row = model()
    for field in model._meta.concrete_fields:
        if field.null or field.primary_key or field.value_from_object(row) is not None:
            continue
        is_key = field.many_to_one or field.one_to_one
        value = a_row_of(field.related_model).pk if is_key else empty[field.get_internal_type()]()
        setattr(row, field.attname, value)
    row.save_base(raw=True, force_insert=True)  # empty is not valid
    return row


def fill(name, address, rows):
    """Return an address of ADDRESSES with a key in it."""
    model, _ = model_and_deed(name)
    pk = rows[f"{model._meta.app_label}_{model._meta.model_name}"] if model else 1
    pk = "item" if name == "publications_figures" else pk  # what the figures are by
    return "/admin/articles/" if name == "app_list" else address.replace("{pk}", str(pk))
