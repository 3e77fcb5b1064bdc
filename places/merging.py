"""Two records of one place become one, and nothing that pointed at either is lost."""

from django.db import transaction
from django.utils import timezone

from content.addresses import leave_redirect
from places.models import Place


def merge_places(keep, gone):
    """Move every link of `gone` to `keep`, remove `gone` by date and leave a redirect.

    Raises ValueError when their ONS codes differ, both ran a project of the same programme, or one lies
    within the other.
    """
    programmes = set(keep.projects.values_list("programme", flat=True))
    if keep == gone:
        raise ValueError("These are the same record.")
    if keep.gss_code and gone.gss_code:  # no two records have the same one
        raise ValueError(
            f"They have different ONS codes: “{keep}” is {keep.gss_code}, “{gone}” is {gone.gss_code}."
            " If they are one place, first empty the code that is wrong."
        )
    if gone.projects.filter(programme__in=programmes).exists():
        raise ValueError("Both have a project of the same programme: make those one first.")
    if keep in gone.ancestors or gone in keep.ancestors:
        raise ValueError("One of them lies within the other.")
    with transaction.atomic():
        for relation in Place._meta.related_objects:
            if relation.many_to_many:
                _move_many(relation, keep, gone)
            else:
                _move(relation.related_model, relation.field.name, keep, gone)
        _take_what_is_missing(keep, gone)
        leave_redirect(gone.get_absolute_url(), keep.get_absolute_url())


def _move_many(relation, keep, gone):
    """Join what named `gone` to `keep`; what named both keeps one link."""
    for other in relation.related_model._default_manager.filter(**{relation.field.name: gone}):
        places = getattr(other, relation.field.name)
        places.add(keep)
        places.remove(gone)


def _move(model, field, keep, gone):
    """Point rows at `keep`; a tag that both have would be there twice and goes."""
    rows = model._default_manager.filter(**{field: gone})
    if any(column.name == "tag" for column in model._meta.fields):
        both = model._default_manager.filter(**{field: keep}).values("tag")
        rows.filter(tag__in=both).delete()
    model._default_manager.filter(**{field: gone}).update(**{field: keep})


def _take_what_is_missing(keep, gone):
    code, gone.gss_code, gone.removed_at = gone.gss_code, None, timezone.now()
    gone.save()
    keep.gss_code = keep.gss_code or code
    if not keep.has_point:
        keep.latitude, keep.longitude = gone.latitude, gone.longitude
    for name in ("region", "parent", "summary", "description"):
        setattr(keep, name, getattr(keep, name) or getattr(gone, name))
    keep.bodies = _joined(keep.body_lines, gone.body_lines)
    keep.links = _joined(keep.link_lines, gone.link_lines)
    keep.save()


def _joined(lines, more):
    known = {line.lower() for line in lines}
    return "\n".join([*lines, *(line for line in more if line.lower() not in known)])
