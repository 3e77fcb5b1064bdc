"""Comments while workers or the database die: what was answered with success is there, exactly once.

    python -m tests.chaos.comments [--database postgres] [--writers 20] [--each 25] [--deaths 14]
                                   [--kill-every 2 | --crash-every 3] [--planted FAULT]

Starts gunicorn on loopback with a database and an outbox of its own, kills one of its workers after another
with SIGKILL (or all of PostgreSQL), and compares what the writers were told with what the database holds.
The writers go on until so many have died. Ends with 0 when nothing is lost, doubled, unasked or damaged and
no answer was a server error. While the database is away, a 503 that says when to come back is no error: the
writers come back and send the same again. While only workers die, it is one.
"""

import argparse
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from tests.chaos import hub
from tests.chaos.crashing import database
from tests.network import free_port

WORKERS = 4
GIVE_UP = 400  # seconds for the whole run
SLOWEST = 3  # seconds that an answer may take while workers die
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class Site:
    """A gunicorn on loopback, and what its visitors were answered."""

    def __init__(self, port):
        self.address, self.answers, self.worst, self.died = ("127.0.0.1", port), Counter(), 0.0, 0
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-w", str(WORKERS)]
        command += ["-b", f"127.0.0.1:{port}", "--log-level", "critical"]
        self.process, self.back_after = subprocess.Popen(command, stdout=subprocess.DEVNULL), []

    def ask(self, method, path, **data):
        """Ask until there is an answer; return (status, headers, text)."""
        origin = {"Origin": f"http://127.0.0.1:{self.address[1]}"}
        for _ in range(300):
            started = time.monotonic()
            try:
                connection = http.client.HTTPConnection(*self.address, timeout=20)
                connection.request(method, path, urlencode(data) or None, HEADERS | origin)
                answer = connection.getresponse()
                text = answer.read().decode()
            except (OSError, http.client.HTTPException):
                self.answers["cut off"] += 1
                time.sleep(0.1)
                continue
            finally:
                connection.close()
            self.worst = max(self.worst, time.monotonic() - started)
            if answer.status == 503 and "Retry-After" in answer.headers:
                self.answers["come back later"] += 1
                time.sleep(0.2)
                continue
            self.answers[answer.status] += 1
            return answer.status, answer.headers, text
        raise TimeoutError(path)

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill_one_every(self, seconds, done):
        """Kill one worker out of a whole pool again and again."""
        while not done.wait(seconds):
            workers = self.workers()
            if len(workers) == WORKERS:
                os.kill(workers[self.died % WORKERS], signal.SIGKILL)
                self.died += 1

    def crash_every(self, seconds, server, path, done):
        """Kill all of the database server again and again. Notes when pages are back."""
        while not done.wait(seconds):
            server.crash()
            self.died += 1
            time.sleep(0.5)
            server.start()
            started = time.monotonic()
            while hub.get(self.address[1], path).status != 200:
                time.sleep(0.02)
            self.back_after.append(time.monotonic() - started)


def write(site, article, writer, options):
    """Post and confirm comments; return how many, and the texts that were answered with success."""
    from content.tokens import make_token, read_token  # noqa: PLC0415

    told, n, address = [], 0, f"/comments/on/articles.article/{article}/"
    while n < options.each or site.died < options.deaths:
        n += 1
        text = f"Comment {n} of writer {writer}."
        stamp = site.ask("GET", f"{address}stamp/")[2]
        person = {"name": f"Writer {writer}", "email": f"writer-{writer}@example.org"}
        status, headers, _ = site.ask("POST", address, stamp=stamp, comment=text, **person)
        if status != 302:
            continue
        (pk,) = read_token("comment-sent", headers["Location"].split("/")[-2], timedelta(hours=1))
        status, _, _ = site.ask("POST", f"/comments/confirm/{make_token('comment-confirm', pk)}/")
        if status == 302:
            told.append(text)
    return n, told


def prepare(address, folder, fault):
    """Make the database of the run, with one article to comment on; return its number."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.planted",
        "HUB_PLANTED": fault,
        "HUB_DEMO": "1",
        "HUB_VAR": folder,
        "DATABASE_URL": address,
        "COMMENTS_LIMIT_TIMES": "1000",
        "COMMENTS_MIN_SECONDS": "0",
        "LOG_LEVEL": "ERROR",
    }
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from tests.factories import create_article  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    article = create_article()
    connection.close()  # it would not outlive a crash
    return article.pk


def give_up(*args):
    raise TimeoutError(f"not done after {GIVE_UP} seconds")


def compare(told):
    """Return how many comments are missing, stored twice, or were never sent; and what is damaged."""
    from django.db import connection  # noqa: PLC0415

    from comments.models import HubComment  # noqa: PLC0415

    stored = Counter(HubComment.objects.filter(state="waiting").values_list("comment", flat=True))
    everything = Counter(HubComment.objects.values_list("comment", flat=True))
    damaged = 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            damaged = int(cursor.execute("PRAGMA integrity_check").fetchall() != [("ok",)])
    connection.close()
    return {
        "told": len(told),
        "lost": sum(text not in stored for text in told),
        "doubled": sum(count > 1 for count in everything.values()),
        "unasked": sum(text not in told for text in stored),
        "damaged": damaged,
    }


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--each", type=int, default=25)
    parser.add_argument("--deaths", type=int, default=14)
    parser.add_argument("--kill-every", type=float, default=2)
    parser.add_argument("--crash-every", type=float, help="kill PostgreSQL instead of workers")
    parser.add_argument("--planted", default="", help="a fault of tests/chaos/planted.py")
    return parser.parse_args()


def run(options, site, article, server):
    """Have all writers write while things die; return (how many they sent, texts that were told)."""
    done = threading.Event()
    with ThreadPoolExecutor(options.writers + 1) as pool:
        try:
            if options.crash_every:
                path = f"/comments/on/articles.article/{article}/stamp/"
                dying = pool.submit(site.crash_every, options.crash_every, server, path, done)
            else:
                dying = pool.submit(site.kill_one_every, options.kill_every, done)
            jobs = [pool.submit(write, site, article, writer, options) for writer in range(options.writers)]
            results = [job.result() for job in jobs]
        finally:
            done.set()
    dying.result()
    return sum(sent for sent, _ in results), [text for _, told in results for text in told]


def main():
    options = parse()
    with (
        tempfile.TemporaryDirectory() as folder,
        database(options.database, folder) as (address, server),
    ):
        article = prepare(address, folder, options.planted)
        site = Site(free_port())
        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(GIVE_UP)
        started = time.monotonic()
        try:
            site.ask("GET", "/")
            sent, told = run(options, site, article, server)
        finally:
            site.process.terminate()
            site.process.wait()
        seconds, found = time.monotonic() - started, compare(told)
    return judge(options, site, sent, found, seconds)


def judge(options, site, sent, found, seconds):
    """Say what was found; return 0 when all bars hold, else 1."""
    errors = sum(count for status, count in site.answers.items() if isinstance(status, int) and status >= 500)
    if not options.crash_every:
        errors += site.answers["come back later"]
    back = max(site.back_after, default=0)
    sys.stdout.write(f"{sent} sent, {found}, {site.died} killed, {seconds:.0f} s, {dict(site.answers)}\n")
    sys.stdout.write(f"errors {errors}, worst answer {site.worst:.1f} s, back {back:.2f} s after a crash\n")
    wrong = found["lost"] or found["doubled"] or found["unasked"] or found["damaged"] or errors
    in_time = back <= 2 if options.crash_every else site.worst <= SLOWEST and seconds <= 120
    return 0 if found["told"] == sent and in_time and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
