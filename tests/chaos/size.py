"""Fills a database up to the size that R13 asks for: 10,000 publications, 100 files, 100,000 comments.

python -m tests.chaos.size
"""

import os
import random
from itertools import batched

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
    """Insert comments like one that is there, each with a number, a thread and words of its own."""
    from django.db import connection, transaction  # noqa: PLC0415 (Django is set up by now)

    from hub.backup.rows import as_line, fields_of, insert_rows, to_json  # noqa: PLC0415
    from tests.factories import create_comment  # noqa: PLC0415

    first = create_comment()
    parents = [*reversed(first._meta.get_parent_list()), type(first)]
    tables = {table: [f.attname for f in fields_of(table)] for table in parents}
    same = {name: to_json(getattr(first, name)) for names in tables.values() for name in names}
    for pks in batched(range(first.pk + 1, first.pk + COMMENTS), AT_ONCE, strict=False):
        own = [own_values(dice, pk) for pk in pks]
        with transaction.atomic():
            for table, names in tables.items():
                lines = [as_line([new.get(name, same[name]) for name in names]) for new in own]
                insert_rows(table, lines, connection)


def own_values(dice, pk):
    keys = dict.fromkeys(["id", "comment_ptr_id", "xtdcomment_ptr_id", "thread_id", "parent_id"], pk)
    return keys | {"comment": words(dice, 40), "form_nonce": f"size-{pk}"}


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
