"""Cold start: from nothing to the first page, against an empty Django project

Both are compiled before, as an installed Hub is (scripts/prepare.py): the first start of each does not count.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.server import running
from benchmarks.visitor import BROWSER, ask

ROUNDS = 5
URLS = """
from django.contrib import admin
from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls), path("", lambda request: HttpResponse("Hello"))]
"""


def report(environment, pages, say):
    """Print seconds and processor time of both, started in turns with one worker."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-bare-") as folder:
        make_project(folder)
        compiled = {"PYTHONPYCACHEPREFIX": f"{folder}/compiled", "PYTHONDONTWRITEBYTECODE": ""}
        figures = []
        for _ in range(1 + ROUNDS):
            bare = start("project.wsgi", folder=folder, **compiled)
            hub = start("hub.wsgi", **environment, **compiled)
            figures.append((*bare, *hub))
        del figures[0]
    bare_s, bare_ms, hub_s, hub_ms = map(statistics.median, zip(*figures, strict=True))
    say(f"- An empty project: {bare_s:.2f} s, {bare_ms:.0f} ms of processor time")
    say(f"- The Hub: {hub_s:.2f} s, {hub_ms:.0f} ms of processor time")
    say(f"- {hub_s / bare_s:.2f} times by the clock, {hub_ms / bare_ms:.2f} by processor time (≤ 2)")


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
