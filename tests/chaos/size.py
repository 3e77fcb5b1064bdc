"""Fills a database up to the size that R13 asks for: 10,000 publications, 100 files, 100,000 comments.

python -m tests.chaos.size
"""

import os
import random

import django

PUBLICATIONS, FILES, COMMENTS = 10_000, 100, 100_000
AT_ONCE = 500


def make_publications(dice):
    from django.core.files.base import ContentFile  # noqa: PLC0415 (Django is set up by now)

    from publications.models import File, Publication  # noqa: PLC0415
    from tests.factories import yesterday  # noqa: PLC0415

    rows = Publication.objects.bulk_create(
        (
            Publication(
                title=f"Report {n}",
                slug=f"report-{n}",
                type="report",
                abstract=words(dice, 60),
                published_at=yesterday(),
            )
            for n in range(PUBLICATIONS)
        ),
        batch_size=AT_ONCE,
    )
    for row in rows[:FILES]:
        content = ContentFile(dice.randbytes(100_000), name="report.pdf")
        File(publication=row, name=row.slug, sha256=row.slug, file=content, state="ok").save()


def make_comments(dice):
    """Insert the comments table by table: Django cannot do it at once for a model with parents."""
    from django.db import transaction  # noqa: PLC0415

    from comments.models import HubComment  # noqa: PLC0415
    from tests.factories import create_comment  # noqa: PLC0415

    first = create_comment()
    parents = [*reversed(HubComment._meta.get_parent_list()), HubComment]
    for start in range(first.pk + 1, first.pk + COMMENTS, AT_ONCE):
        rows = [comment(dice, first, pk) for pk in range(start, min(start + AT_ONCE, first.pk + COMMENTS))]
        with transaction.atomic():
            for model in parents:
                fields = model._meta.local_concrete_fields
                model._base_manager._insert(rows, fields=fields, using="default", raw=True)


def comment(dice, first, pk):
    """Return a top-level comment like the first, with a number and words of its own."""
    from comments.models import HubComment  # noqa: PLC0415

    values = {field.attname: getattr(first, field.attname) for field in HubComment._meta.concrete_fields}
    values |= {"id": pk, "comment_ptr_id": pk, "xtdcomment_ptr_id": pk, "thread_id": pk, "parent_id": pk}
    return HubComment(**values | {"comment": words(dice, 40), "form_nonce": f"size-{pk}"})


def words(dice, number):
    return " ".join(
        dice.choices(["council", "Café", "“trust”", "ward\nstreet", "carer", "\U0001f9e1"], k=number)
    )


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    django.setup()
    dice = random.Random(20261122)  # noqa: S311 (always the same)
    make_publications(dice)
    make_comments(dice)
    from django.core.management.color import no_style  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from hub.backup.rows import tables  # noqa: PLC0415

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


if __name__ == "__main__":
    main()
