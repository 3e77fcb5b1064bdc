"""Six writers on one SQLite file with the Hub's own settings; one is killed every 0.4 s and replaced.

    python -m tests.chaos.writers FOLDER SECONDS

Prints as JSON what the writers were told, how many errors they met and what the file holds.
"""

import json
import multiprocessing
import os
import sys
import time
from pathlib import Path

import django

WRITERS, KILL_EVERY = 6, 0.4


def write(notes):
    """Commit rows until killed; note each one after it was told."""
    from django.contrib.redirects.models import Redirect  # noqa: PLC0415 (Django is set up by now)
    from django.db import Error, transaction  # noqa: PLC0415

    with notes.open("w") as told:
        for n in range(10**9):
            path = f"/{notes.name}/{n}/"
            try:
                with transaction.atomic():
                    Redirect.objects.filter(old_path=path).exists()  # reads first, as real work does
                    Redirect.objects.create(site_id=1, old_path=path, new_path="/")
            except Error as error:
                path = f"error: {error}"
            told.write(f"{path}\n")
            told.flush()


def run(folder, seconds):
    """Have them write for so many seconds; return (notes of all writers, seconds it took)."""
    forked = multiprocessing.get_context("fork")

    def start(n):
        (folder / f"writer-{n}").touch()  # it may be killed before it writes anything
        writer = forked.Process(target=write, args=(folder / f"writer-{n}",), daemon=True)
        writer.start()
        return writer

    began = time.monotonic()
    writers, number = [start(n) for n in range(WRITERS)], WRITERS
    while time.monotonic() - began < seconds:
        time.sleep(KILL_EVERY)
        victim = number % WRITERS
        writers[victim].kill()
        writers[victim] = start(number)
        number += 1
    took = time.monotonic() - began
    for each in writers:
        each.kill()
        each.join()
    texts = [(folder / f"writer-{n}").read_text() for n in range(number)]
    return [line for text in texts for line in text.splitlines()[: text.count("\n")]], took


def main(folder, seconds):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    django.setup()
    lines, took = run(folder, seconds)
    from django.contrib.redirects.models import Redirect  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    told, stored = set(lines), set(Redirect.objects.values_list("old_path", flat=True))
    errors = {line for line in told if line.startswith("error")}
    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    found = {
        "commits a second": (len(told) - len(errors)) / took,
        "errors": sum(line in errors for line in lines),
        "lost": len(told - errors - stored),
        "integrity": whole,
        "mode": connection.transaction_mode,
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
