"""Uploads 200 malformed PDFs to a served Hub, through the admin: `python -m benchmarks.bad_pdfs [FOLDER]`.

A folder that `scripts.make_bad_pdfs` filled before is used as it is. The site, its database and its
files are made for the purpose. Four editors at a time send one file each; what is let in is then read
as the worker reads it. Prints what became of the files, the slowest, the largest reader and whether
the server's processes lived. Exits 1 if any answer took longer than 15 seconds or was none of accepted
and refused with a reason, if a process died, or if a reader took more memory than it may.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

from benchmarks.editor import Editor
from benchmarks.readers import Watch
from benchmarks.server import running

LONGEST = 15  # seconds
AT_ONCE = 4


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch, "pdfs")
        os.environ |= {"HUB_DEMO": "1", "HUB_VAR": scratch, "DJANGO_SETTINGS_MODULE": "hub.settings"}
        import django

        django.setup()
        paths, publications, password = prepare(folder)
        with running("hub.wsgi", SEARCH_FOLLOWS="0") as server, Watch() as watch:
            before = server.pids()
            editors = [Editor(server.port, "bench", password) for _ in range(AT_ONCE)]
            answers = send_all(editors, paths, publications)
            died = before != server.pids()
            readings = read_all(publications)
    report(answers, readings, watch, died)
    results = [*answers, *readings]
    bad = any(seconds > LONGEST or not why for _, _, why, seconds in results)
    return bad or died or watch.largest > watch.allowed or any("NEITHER" in result[1] for result in results)


def prepare(folder):
    """Return the files, a draft for each, and the password of the staff account "bench"."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.utils.crypto import get_random_string

    from publications.models import Publication
    from scripts.make_bad_pdfs import main as make_bad_pdfs

    if not any(folder.glob("*.pdf")):
        make_bad_pdfs(folder)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    password = get_random_string(30)
    get_user_model().objects.create_superuser("bench", password=password)
    paths = sorted(folder.glob("*.pdf"))
    drafts = [Publication(title=path.stem, slug=f"upload-{n}", type="report") for n, path in enumerate(paths)]
    return paths, Publication.objects.bulk_create(drafts), password


def send_all(editors, paths, publications):
    """Return (name, outcome, why, seconds) of each upload, as many at once as there are editors."""
    free = list(editors)

    def send(path, publication):
        editor, started = free.pop(), time.monotonic()
        try:
            outcome, why = editor.upload(publication, path.read_bytes())
        except (OSError, HTTPException) as error:
            outcome, why = "NEITHER", repr(error)
        free.append(editor)
        return path.stem, outcome, why, time.monotonic() - started

    with ThreadPoolExecutor(len(editors)) as pool:
        return list(pool.map(send, paths, publications))


def read_all(publications):
    """Read what came in, as the worker does, two at once; return (name, outcome, why, seconds) of each."""
    from django.db import connection

    from publications.extracting import read_waiting
    from publications.models import File

    def read(pk):
        started = time.monotonic()
        file = read_waiting(pk)
        connection.close()
        why = file.why or "read whole"
        return file.publication.title, f"then {file.state}", why, time.monotonic() - started

    waiting = File.objects.waiting().order_by("pk").values_list("pk", flat=True)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(read, list(waiting)))


def report(answers, readings, watch, died):
    for results, verb in ((answers, "answered"), (readings, "read")):
        print(f"\n{len(results)} files {verb}")
        outcomes = Counter((outcome, why[:100]) for _, outcome, why, _ in results)
        for (outcome, why), count in outcomes.most_common():
            print(f"{count:4}  {outcome}  {why}")
        slowest = sorted(results, key=lambda result: -result[3])[:3]
        print("slowest: " + ", ".join(f"{seconds:.1f} s {name}" for name, _, _, seconds in slowest))
    print(f"\nlargest reader {watch.largest} of {watch.allowed} MiB; {watch.seen} readers seen at work")
    print("a process of the server DIED" if died else "every process of the server lived")


if __name__ == "__main__":
    sys.exit(main())
