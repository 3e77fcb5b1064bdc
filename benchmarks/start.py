"""Cold start: from nothing to the first page, against an empty Django project

All are compiled before, as an installed Hub is (scripts/prepare.py): the first start of each does not count.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.costs import ratio
from benchmarks.server import running
from benchmarks.visitor import BROWSER, ask

ROUNDS = 15
URLS = """
from django.contrib import admin
from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls), path("", lambda request: HttpResponse("Hello"))]
"""


def report(environment, pages, say):
    """Print seconds and processor time of each, started in turns with one worker."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-bare-") as folder:
        make_project(folder)
        compiled = {"PYTHONPYCACHEPREFIX": f"{folder}/compiled", "PYTHONDONTWRITEBYTECODE": ""}
        ways = {
            "An empty project": {"module": "project.wsgi", "folder": folder},
            "The Hub": {"module": "hub.wsgi", "recipe": False, **environment},
            "The Hub by its recipe, loaded before it is forked": {"module": "hub.wsgi", **environment},
        }
        rounds = [[start(**way, **compiled) for way in ways.values()] for _ in range(1 + ROUNDS)][1:]
    starts = [tuple(zip(*way, strict=True)) for way in zip(*rounds, strict=True)]
    bare_seconds, bare_ms = starts[0]
    for name, (seconds, ms) in zip(ways, starts, strict=True):
        by_clock = ratio(zip(seconds, bare_seconds, strict=True))
        by_processor = ratio(zip(ms, bare_ms, strict=True))
        say(
            f"- {name}: {statistics.median(seconds):.2f} s, {statistics.median(ms):.0f} ms of processor time;"
            f" {by_clock:.2f} and {by_processor:.2f} times an empty project (≤ 2)"
        )


def make_project(folder):
    """Make what `django-admin startproject` makes, with one view, open to any host, DEBUG off."""
    subprocess.run([sys.executable, "-m", "django", "startproject", "project", folder], check=True)
    (Path(folder) / "project" / "urls.py").write_text(URLS)
    settings = Path(folder) / "project" / "settings.py"
    text = settings.read_text().replace("DEBUG = True", "DEBUG = False")
    settings.write_text(text.replace("ALLOWED_HOSTS = []", 'ALLOWED_HOSTS = ["*"]'))


def start(module, **options):
    """Return (seconds, processor ms) from starting the server to its first page."""
    started = time.monotonic()
    with running(module, **options) as server:
        ask(server, "/", BROWSER, 1)
        return time.monotonic() - started, server.processor_ms()
