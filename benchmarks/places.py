"""How the places grow: pages at 50 and at 5,000 places, and an import of 10,000 rows.

Run `python -m benchmarks.places`. It works in a database of its own that it throws away.
"""

import csv
import io
import os
import random
import secrets
import shutil
import tempfile
import time
from functools import partial

os.environ.setdefault("HUB_DEMO", "1")
os.environ["HUB_VAR"] = tempfile.mkdtemp(prefix="hub-benchmark-")
os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
os.environ["LOG_LEVEL"] = "ERROR"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from content.keeping import shelf  # noqa: E402
from content.models import Topic  # noqa: E402
from places.importing import import_csv  # noqa: E402
from places.models import Place, Programme, Project, ProjectTopic  # noqa: E402

ROUNDS = 40
BOXES = [  # south, west, north, east, region: rectangles of dry land
    (54.7, -2.3, 55.2, -1.7, "E12000001"),
    (53.7, -1.9, 54.2, -0.6, "E12000003"),
    (52.2, -2.5, 52.9, -1.7, "E12000005"),
    (51.47, -0.22, 51.53, -0.02, "E12000007"),
    (50.75, -4.0, 51.0, -3.0, "E12000009"),
]
HEADER = ["slug", "name", "kind", "region", "latitude", "longitude", "summary", "published_at"]


def main():
    """Measure pages and imports and print a line for each."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    measure_pages()
    measure_import()


def rows(count, seed=7, boxes=BOXES):
    """Yield the cells of places scattered over England, the same every time."""
    spread = random.Random(seed)
    for n in range(count):
        south, west, north, east, region = boxes[n % len(boxes)]
        point = f"{spread.uniform(south, north):.4f}", f"{spread.uniform(west, east):.4f}"
        words = f"What place {n} worked on, in one plain sentence."
        yield [f"place-{n}", f"Place {n}", "council", region, *point, words, "2026-01-01T09:00:00+00:00"]


def table(cells):
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *cells])
    return io.StringIO(text.getvalue(), newline="")


def measure_import():
    """Time 10,000 rows with three errors, corrected, and a second time."""
    wrong = list(rows(10_000))
    for n in (17, 4_711, 9_999):
        wrong[n][4] = "fifty"
    for name, cells in [("three errors", wrong), ("corrected", rows(10_000)), ("again", rows(10_000))]:
        calls, started = [], time.perf_counter()
        report = import_csv("places", table(cells), progress=calls.append)
        took = time.perf_counter() - started
        found = [str(problem) for problem in report.problems]
        print(
            f"import, {name}: {took:.1f} s, {len(calls)} × progress, {len(report.changes)} changes, {found}"
        )


def measure_pages():
    """Time the pages with 50 places and 100 projects against a hundred times that, turn by turn.

    So that the pages are of one size, the few places lie in London, or work in one programme, when the
    page is of these. Times are of the processor, the least of many rounds: other work does not count.
    The page cache stands aside: the first time after a change, and every time that a page is made anew.
    """
    pages = {
        "/places/": {},
        "/places/?region=london": {"boxes": BOXES[3:4]},
        "/places/?programme=programme-1": {"programmes": [1, 2]},
        "/places/place-3/": {},
    }
    empty = connection.settings_dict["NAME"]
    many = made(empty, 5_000)
    for address, kind in pages.items():
        few = made(empty, 50, **kind)
        times, sizes = {few: [], many: []}, {}
        for _ in range(ROUNDS):
            for database, taken in times.items():
                use(database)
                sizes[database] = asked(address)  # a new connection has to read the schema first
                shelf.clear()
                taken.append((timed(address), timed(address)))
        for number, when in enumerate(["first after a change", "later"]):
            fast, slow = (min(each[number] for each in taken) for taken in times.values())
            print(
                f"{address}, {when}: {fast:.1f} ms at 50 places, {slow:.1f} ms at 5,000 ({slow / fast:.2f}×)"
            )
        print(f"{address}: {sizes[few]}, {sizes[many]}")
    use(empty)


def use(database):
    """Go on with another database file."""
    connection.close()
    connection.settings_dict["NAME"] = database
    connection.ensure_connection()


def made(empty, count, **kind):
    """Return the name of a copy of an empty database with so many places in it."""
    database = f"{empty}-{secrets.token_hex(4)}"
    shutil.copy(empty, database)
    use(database)
    fill(count, **kind)
    return database


def asked(address):
    """Ask for a page; return its bytes and queries in words."""
    queries = []
    with connection.execute_wrapper(partial(note, queries)):
        response = Client(SERVER_NAME="127.0.0.1").get(address)
    assert response.status_code == 200, (address, response.status_code)  # noqa: S101
    return f"{len(response.content) / 1024:.0f} kB in {len(queries)} queries"


def timed(address):
    """Return the milliseconds of processor that a page costs."""
    client, started = Client(SERVER_NAME="127.0.0.1"), time.process_time()
    client.get(address)
    return (time.process_time() - started) * 1000


def note(queries, execute, sql, *rest):
    queries.append(sql)
    return execute(sql, *rest)


def fill(count, boxes=BOXES, programmes=range(4)):
    """Make places up to `count`, each with two projects, in four programmes or those given."""
    now = timezone.now()
    every = [
        Programme.objects.get_or_create(
            slug=f"programme-{n}", defaults={"name": f"P{n}", "short_name": f"P{n}", "published_at": now}
        )[0]
        for n in range(4)
    ]
    topics = [
        Topic.objects.get_or_create(slug=f"topic-{n}", defaults={"name": f"t{n}"})[0] for n in range(40)
    ]
    import_csv("places", table(rows(count, boxes=boxes)))
    places = Place.objects.exclude(pk__in=Project.objects.values("place"))
    projects = Project.objects.bulk_create(
        Project(
            programme=every[programmes[(at + n) % len(programmes)]],
            place=place,
            title=f"Project {n} of {place.name}",
            slug=f"project-{n}-{place.slug}",
            issue=f"Issue {n}",
            published_at=now,
        )
        for at, place in enumerate(places)
        for n in range(2)
    )
    ProjectTopic.objects.bulk_create(
        ProjectTopic(content_object=project, tag=topics[at % 40]) for at, project in enumerate(projects)
    )


if __name__ == "__main__":
    main()
