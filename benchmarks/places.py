"""How the places grow: pages at 50 and at 5,000 places, and an import of 10,000 rows.

Run `python -m benchmarks.places`. It works in a database of its own that it throws away.
"""

import csv
import io
import os
import random
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

from content.models import Topic  # noqa: E402
from places.importing import import_csv  # noqa: E402
from places.models import Place, Programme, Project, ProjectTopic  # noqa: E402

ROUNDS = 25
BOXES = [  # south, west, north, east, region: rectangles of dry land
    (54.7, -2.3, 55.2, -1.7, "E12000001"),
    (53.7, -1.9, 54.2, -0.6, "E12000003"),
    (52.2, -2.5, 52.9, -1.7, "E12000005"),
    (51.4, -0.4, 51.6, 0.1, "E12000007"),
    (50.75, -4.0, 51.0, -3.0, "E12000009"),
]
HEADER = ["slug", "name", "kind", "region", "latitude", "longitude", "summary", "published_at"]


def main():

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    measure_import()

    Place.objects.all().delete()
    measure_pages()


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
    """Time list, map and place page with 50 places and 100 projects, then with a hundred times that.

    So that the pages are of one size, the few places lie in London, or work in one programme, when the
    page is of these. Times are of the processor, the least of some rounds: other work does not count.
    """
    few = {
        "/places/": {},
        "/places/?region=london": {"boxes": BOXES[3:4]},
        "/places/?programme=programme-1": {"programmes": [1, 2]},
        "/places/place-3/": {},
    }
    before = {}
    for address, kind in few.items():
        fill(50, **kind)
        before[address] = measured(address)
        Project.objects.all().delete()
        Place.objects.all().delete()
    fill(5_000)
    for address, (fast, asked) in before.items():
        slow, asked_then = measured(address)
        print(
            f"{address}: {fast:.1f} ms at 50 places, {slow:.1f} ms at 5,000 ({slow / fast:.2f}×),"
            f" {asked} and {asked_then} queries"
        )


def measured(address):
    """Return the milliseconds of processor that a page costs, and its queries."""
    client, queries = Client(SERVER_NAME="127.0.0.1"), []
    with connection.execute_wrapper(partial(note, queries)):
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)  # noqa: S101
    return min(timed(client, address) for _ in range(ROUNDS)), len(queries)


def note(queries, execute, sql, *rest):
    queries.append(sql)
    return execute(sql, *rest)


def timed(client, address):
    started = time.process_time()
    client.get(address)
    return (time.process_time() - started) * 1000


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
