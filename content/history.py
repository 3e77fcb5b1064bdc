"""What changed, field by field, as a person reads it: between two versions, or two editors."""

import difflib
import re
from html import unescape
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, strip_tags
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from taggit.managers import TaggableManager

from content.richtext import RichTextField

# Dates and notes of the desk: not part of the text, and never put back with it.
NOT_TEXT = {
    "published_at",
    "appeared_at",
    "withdrawn_at",
    "removed_at",
    "ready_at",
    "withdrawn_because",
    "replaced_by",
    "change_notes",
    "reminded_for",
    "slug",
}
AROUND = 30  # words and spaces shown beside a difference
HIDDEN = {"changed_at", "appeared_at", "ready_at", "reminded_for", "change_notes"}


class Change(NamedTuple):
    """One field that differs, with both texts and one text that shows the difference."""

    label: str
    old: str
    new: str

    @property
    def marked(self):
        """Return the words of both, deleted ones in <del> and added ones in <ins>."""
        old, new = _words(self.old), _words(self.new)
        parts = []
        for what, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                parts.append(escape(_shortened(old[i:j])))
                continue
            if i < j:
                parts.append(f"<del>{escape(''.join(old[i:j]))}</del>")
            if k < m:
                parts.append(f"<ins>{escape(''.join(new[k:m]))}</ins>")
        return mark_safe("".join(parts))  # noqa: S308 (every word of it is escaped)


def _words(text):
    """Split a text into words and what is between them; a very long one into lines."""
    return re.findall(r"\s+|[^\s]+", text) if len(text) < 40_000 else text.splitlines(keepends=True)


def _shortened(words):
    """Return what stays the same, with the middle of a long stretch left out."""
    if len(words) <= 4 * AROUND:
        return "".join(words)
    return "".join([*words[:AROUND], " … ", *words[-AROUND:]])


def fields_of(item):
    """Return {label: text} of all that editors can change: fields, tags, and the rows of its parts."""
    found = {}
    for field in item._meta.get_fields():
        if not field.concrete or field.auto_created or field.primary_key or field.name in HIDDEN:
            continue
        if isinstance(field, TaggableManager) or field.many_to_many:
            if isinstance(field, TaggableManager) or field.remote_field.through._meta.auto_created:
                found[_label(field)] = ", ".join(
                    sorted(str(other) for other in getattr(item, field.name).all())
                )
        else:
            found[_label(field)] = _text(item, field)
    for part in getattr(item, "PARTS", []):
        for row in getattr(item, part).all():
            found |= _fields_of_row(item, row)
    return found


def _fields_of_row(item, row):
    name = f"{capfirst(row._meta.verbose_name)}: {getattr(row, 'group', None) or row}"
    return {
        f"{name}, {field.verbose_name}": _text(row, field)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.related_model is not type(item) and _text(row, field)
    }


def _label(field):
    return capfirst(str(getattr(field, "verbose_name", field.name)))


def _text(item, field):
    value = getattr(item, field.name)
    if value in (None, ""):
        return ""
    if isinstance(field, RichTextField):
        lines = strip_tags(re.sub(r"</(p|h\d|li|tr|blockquote)>|<br>", "\n", value))
        return unescape(re.sub(r"\n\s*", "\n", lines)).strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    return str(getattr(item, f"get_{field.name}_display")() if field.choices else value)


def compare(old, new):
    """Return the changes between two readings of `fields_of`."""
    labels = [*old, *(label for label in new if label not in old)]
    return [
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]
