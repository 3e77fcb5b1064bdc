"""Writes what hangs on many records at once: tags, links to many, rows of their own, parents."""

from places.columns import Many, Rows


def write_beside(column, changes):
    """Replace the tags, links or rows of the changed records, in a few queries for all of them."""
    if not changes or not column.beside:
        return
    if isinstance(column, Rows):
        _write_rows(column, changes)
    elif isinstance(column, Many):
        _write_links(column, changes)


def write_later(model, changes):
    """Set the parents, once every row that one may name is there."""
    wanted = {
        change.item.slug: value
        for change in changes
        for column, value in change.values.items()
        if column.later
    }
    if not wanted:
        return
    items = {item.slug: item for item in model.objects.only("slug")}
    for slug, parent in wanted.items():
        items[slug].parent_id = items[parent].pk if parent else None
    model.objects.bulk_update([items[slug] for slug in wanted], ["parent"], batch_size=500)


def rows_of(column, item, text, keys=None):
    """Return the unsaved rows that a cell describes for an item; raise ValidationError for a bad one.

    `keys` are {field: {short name: primary key}} of the links in a row; without them links stay empty.
    """
    relation = type(item)._meta.get_field(column.name)
    owner, model = relation.field.name, relation.related_model
    rows = []
    for order, cells in enumerate(column.cells(text)):
        values = dict(zip(column.fields, (cell.strip() or None for cell in cells), strict=True))
        linked = {name: values.pop(name) for name, _ in column.links}
        row = model(**{owner: item}, **{name: "" if v is None else v for name, v in values.items()})
        for name, slug in linked.items():
            setattr(row, f"{name}_id", keys[name][slug] if keys and slug else None)
        if "seen_on" in values:
            row.seen_on = values["seen_on"]
        if hasattr(row, "order"):
            row.order = order
        row.clean_fields(exclude=[owner])
        rows.append(row)
    return rows


def _write_rows(column, changes):
    items = [change.item for change in changes]
    relation = type(items[0])._meta.get_field(column.name)
    model = relation.related_model
    keys = {name: dict(other.objects.values_list("slug", "pk")) for name, other in column.links}
    model.objects.filter(**{f"{relation.field.name}__in": items}).delete()
    model.objects.bulk_create(
        row for change in changes for row in rows_of(column, change.item, change.values[column], keys)
    )


def _write_links(column, changes):
    items = [change.item for change in changes]
    through, owner, other = _through(type(items[0]), column.name)
    through.objects.filter(**{f"{owner}__in": items}).delete()
    keys = dict(column.model.objects.values_list(column.key, "pk"))
    through.objects.bulk_create(
        through(**{f"{owner}_id": change.item.pk, f"{other}_id": keys[text]})
        for change in changes
        for text in filter(None, change.values[column].split("; "))
    )


def _through(model, name):
    """Return the model that joins, and the names of its two sides."""
    join = model._meta.get_field(name)
    if hasattr(join, "m2m_field_name"):
        through = join.remote_field.through
        if hasattr(through, "content_object"):
            return through, "content_object", "tag"
        return through, join.m2m_field_name(), join.m2m_reverse_field_name()
    return join.through, "content_object", "tag"
