"""“Publish now” until every process shows it, while 16 visitors read as fast as they can"""

import os
import re
import subprocess
import sys
import threading
import time

from benchmarks.server import running
from benchmarks.visitor import BROWSER, connect

TIMES, VISITORS, WORKERS, WITHIN = 50, 16, 3, 1.0
LOOKS = 24  # requests over connections of their own after that second, so that every process is asked
PUBLISH = """
import django, sys
django.setup()
from django.utils import timezone
from articles.models import Article
for n, line in enumerate(sys.stdin):
    Article.objects.create(
        kind="news", title=f"Published now {n}", slug=f"published-now-{n}", standfirst="Just now.",
        published_at=timezone.now(),
    )
    print("done", flush=True)
"""


def report(environment, pages, say):
    """Publish 50 articles one by one; print how many the front page of every process had within a second."""
    environment |= {"PYTHONPATH": ".", "DJANGO_SETTINGS_MODULE": "hub.settings"}
    stop, slowest, seen, answers = threading.Event(), 0, 0, []
    command = [sys.executable, "-c", PUBLISH]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with running("hub.wsgi", workers=WORKERS, **environment) as server:
        editor = subprocess.Popen(command, env={**os.environ, **environment}, **pipes)
        addresses = [page["address"] for page in pages.values()]
        told = (server, addresses, stop, answers)
        crowd = [threading.Thread(target=read, args=told) for _ in range(VISITORS)]
        for visitor in crowd:
            visitor.start()
        started = time.monotonic()
        for n in range(TIMES):
            taken = publish(editor, server, n)
            seen, slowest = seen + (taken <= WITHIN), max(slowest, taken)
        seconds = time.monotonic() - started
        stop.set()
        for visitor in crowd:
            visitor.join()
        editor.stdin.close()
        editor.wait()
    say(f"- {seen} of {TIMES} within {WITHIN:.0f} s in each of {WORKERS} processes")
    say(f"- The last page without what was published was asked for {slowest:.2f} s after it")
    say(f"- {VISITORS} visitors got {len(answers) / seconds:.0f} answers a second, {sum(answers)} errors")


def publish(editor, server, n):
    """Publish one article; return the seconds until the last request for the front page that lacked it."""
    editor.stdin.write("now\n")
    editor.stdin.flush()
    editor.stdout.readline()
    committed, last_without = time.monotonic(), 0
    while time.monotonic() - committed < WITHIN:
        asked, found = look(server, n)
        if not found:
            last_without = asked - committed
    after = [look(server, n)[1] for _ in range(LOOKS)]
    return last_without if all(after) else float("inf")


def look(server, n):
    """Return (when the news were asked for, over a new connection; whether they had the article)."""
    connection, asked = connect(server), time.monotonic()
    connection.request("GET", "/news/", headers={"Connection": "close"})
    text = connection.getresponse().read().decode()
    connection.close()
    return asked, bool(re.search(rf"Published now {n}\b", text))


def read(server, addresses, stop, answers):
    """Read one page after the other until told to stop; note whether each was an error."""
    connection, n = connect(server), 0
    while not stop.is_set():
        connection.request("GET", addresses[n % len(addresses)], headers=BROWSER)
        answer = connection.getresponse()
        answer.read()
        answers.append(answer.status >= 500)
        n += 1
    connection.close()
