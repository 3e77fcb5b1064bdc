"""Kill -9 in the middle of catching up and of rebuilding, ten times each: nothing lost, nothing double.

    python -m benchmarks.search_kills

Works in a database and an index of its own. Search is asked before and after every kill.
"""

import os
import random
import subprocess
import sys
import tempfile
import time

SCRATCH = tempfile.TemporaryDirectory(prefix="hub-kills-")
os.environ |= {"HUB_DEMO": "1", "HUB_VAR": SCRATCH.name, "SEARCH_FOLLOWS": "0", "LOG_LEVEL": "ERROR"}
os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH.name}/hub.sqlite3"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

import django  # noqa: E402

django.setup()

import tantivy  # noqa: E402
from django.core.management import call_command  # noqa: E402

from content.searching import catch_up, search, store  # noqa: E402
from hub.searching import SOURCES  # noqa: E402
from publications.models import File, PageText, Publication  # noqa: E402
from tests.factories import yesterday  # noqa: E402

PUBLICATIONS, PAGES, KILLS = 800, 3, 10
COMMAND = [sys.executable, "manage.py", "update_search_index"]


def make():
    rows = Publication.objects.bulk_create(
        Publication(title=f"Report {n}", slug=f"report-{n}", type="report", published_at=yesterday())
        for n in range(PUBLICATIONS)
    )
    files = File.objects.bulk_create(
        File(publication=row, name=row.slug, file="none.pdf", sha256=row.slug, pages=PAGES, state="ok")
        for row in rows
    )
    PageText.objects.bulk_create(
        PageText(file=file, number=number, text=f"trust and report words {file.pk} " * 40)
        for file in files
        for number in range(1, PAGES + 1)
    )


def how_long(*options):
    """Return the seconds that an undisturbed run takes."""
    start = time.monotonic()
    subprocess.run([*COMMAND, *options], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def run_and_kill(dice, seconds, *options):
    """Start the command, kill it somewhere in its work; return whether it was still at work."""
    process = subprocess.Popen([*COMMAND, *options], stdout=subprocess.DEVNULL)
    time.sleep(dice.uniform(0.35, 0.95) * seconds)
    was_running = process.poll() is None
    process.kill()
    process.wait()
    return was_running


def check(word):
    """Raise SystemExit unless the index holds every item once, with every page once, as it is now."""
    reader = store.reader()
    items, pages = (reader.items.searcher().num_docs, reader.pages.searcher().num_docs)
    keys = {hit.pk for page in range(1, 41) for hit in search("", page=page, passages=False).hits}
    found = search(f"title:{word}", size=1).total
    if (items, pages, len(keys), found) != (PUBLICATIONS, PUBLICATIONS * PAGES, PUBLICATIONS, PUBLICATIONS):
        raise SystemExit(f"items {items}, pages {pages}, different {len(keys)}, up to date {found}")


def main():
    call_command("migrate", verbosity=0)
    make()
    dice = random.Random(3)
    rebuild_takes = how_long("--rebuild")
    for kind, options in (("catching up", []), ("rebuilding", ["--rebuild"])):
        killed = answered = tries = 0
        while killed < KILLS:
            tries += 1
            word = f"{'catch' if not options else 'build'}word{tries}"
            Publication.objects.update(title=f"Report {word}")
            killed += run_and_kill(dice, rebuild_takes, *options)
            answered += search("trust", size=1).total == PUBLICATIONS
        catch_up(SOURCES)
        check(word)
        print(
            f"{kind}: {killed} of {tries} killed at work, search whole {answered} times; none lost or double"
        )
    left = sorted(path.name for path in store.folder().iterdir())
    print(f"left in the folder: {len(left)} entries; tantivy {tantivy.__version__}")


if __name__ == "__main__":
    main()
