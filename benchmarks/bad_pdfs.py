"""Tries 200 malformed PDFs as uploads: `python -m benchmarks.bad_pdfs [FOLDER]`.

A folder that `scripts.make_bad_pdfs` filled before is used as it is (making the bombs takes 2 GB,
which would count as memory of the readers). Each file is checked as the upload form checks it and, if
it was let in, read as the worker reads it. Prints what became of them, the slowest, and the most
memory that a reader took. Exits 1 if any took longer than 15 seconds, raised anything, or was refused
without a reason.
"""

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

LONGEST = 15  # seconds

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
os.environ.setdefault("HUB_DEMO", "1")
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402

from publications.extracting import read_pdf  # noqa: E402
from publications.uploading import check_upload  # noqa: E402
from scripts.make_bad_pdfs import main as make_bad_pdfs  # noqa: E402


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch)
        if not any(folder.glob("*.pdf")):
            make_bad_pdfs(folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(try_one, sorted(folder.glob("*.pdf"))))
    report(results, before)
    return any(seconds > LONGEST or outcome == "RAISED" or not why for _, outcome, why, seconds in results)


def try_one(path):
    """Return (name, outcome, why, seconds of the slower of the two steps)."""
    upload = SimpleUploadedFile("upload.pdf", path.read_bytes())
    started = time.monotonic()
    try:
        check_upload(upload)
    except ValidationError as error:
        return path.stem, "refused", " ".join(error.messages), time.monotonic() - started
    except Exception as error:
        return path.stem, "RAISED", repr(error), time.monotonic() - started
    checked = time.monotonic()
    reading = read_pdf(upload)
    slower = max(checked - started, time.monotonic() - checked)
    return path.stem, f"let in: {reading.state}", reading.problem or "read whole", slower


def report(results, before):
    for (outcome, why), count in Counter((result[1], result[2][:90]) for result in results).most_common():
        print(f"{count:4}  {outcome}  {why}")
    for name, _, _, seconds in sorted(results, key=lambda result: -result[3])[:3]:
        print(f"{seconds:5.1f} s  {name}")
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    own = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(f"{len(results)} files; largest reader {child} MiB; this process grew by {own} MiB")


if __name__ == "__main__":
    sys.exit(main())
