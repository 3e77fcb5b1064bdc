"""R13, R14 at size: backed up while people write, restored elsewhere, damage refused; copied and back."""

import resource
import shutil
import subprocess
import sys
import threading
import time

import psycopg2
import pytest

from tests.chaos import form, hub
from tests.network import free_port

WRITERS = 4


@pytest.fixture(scope="module")
def large_on_sqlite(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large") / "hub"
    return fill(folder, f"sqlite:///{folder}/hub.sqlite3")


@pytest.fixture(scope="module")
def large_on_postgres(tmp_path_factory, database_server):
    return fill(tmp_path_factory.mktemp("large") / "hub", new_database(database_server, "large"))


def fill(folder, database):
    """Make a large Hub; return its environment."""
    limits = {"COMMENTS_LIMIT_TIMES": "10000", "COMMENTS_MIN_SECONDS": "0"}
    env = hub.fill(folder, database) | limits
    command = [sys.executable, "-m", "tests.chaos.size"]
    subprocess.run(command, cwd=hub.ROOT, env=env, check=True, timeout=900)
    return env


@pytest.fixture(params=["sqlite", "postgres"])
def two(request, tmp_path):
    """Return the environments of a large Hub and of a clean machine, each with a database of its own."""
    large = request.getfixturevalue(f"large_on_{request.param}")
    database = f"sqlite:///{tmp_path}/clean.sqlite3"
    if request.param == "postgres":
        database = new_database(request.getfixturevalue("database_server"), "clean")
    clean = hub.environment(tmp_path / "clean", database)
    hub.manage(clean, "migrate", "-v", "0")
    return large, clean


def new_database(server, name):
    """Make another database on the server; return its address."""
    folder = server.partition("host=")[2]
    connection = psycopg2.connect(host=folder, user="hub", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE size_{name}")
    connection.close()
    return f"postgres://hub@/size_{name}?host={folder}"


class Writers:
    """Four visitors who comment for the length of a block; `told` counts the comments that were taken."""

    def __init__(self, env):
        self.env, self.port, self.told, self.done = env, free_port(), [], threading.Event()

    def __enter__(self):
        self.server = hub.gunicorn(self.env, self.port, "-w", "2")
        self.server.__enter__()
        box = form.comment_box(self.port)
        self.threads = [threading.Thread(target=self._write, args=(box, n)) for n in range(WRITERS)]
        for each in self.threads:
            each.start()
        return self

    def __exit__(self, *error):
        self.done.set()
        for each in self.threads:
            each.join()
        self.server.__exit__(*error)

    def _write(self, box, n):
        while not self.done.is_set():
            number = n + WRITERS * len(self.told)
            self.told.append(form.comment(self.port, box, f"{n}-{number}")[1].status)


def processor_seconds():
    """Return what the commands so far have cost, the database server's part not included."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def damage(backup, copy):
    """Return a copy of a backup in which one letter of one comment is another one."""
    shutil.copytree(backup, copy)
    table = copy / "tables" / "django_comments.comment.jsonl"
    text = table.read_text()
    table.write_text(text.replace("council", "councel", 1))
    return copy


def test_r13_backup_and_restore_at_size(two, tmp_path, measured):
    large, clean = two
    started = time.monotonic()
    with Writers(large) as writers:
        tables, files = hub.backup(large, tmp_path / "backup")
    measured("backup s, under four writers", time.monotonic() - started)
    measured("comments taken meanwhile", writers.told.count(302))

    refused = subprocess.run(
        [sys.executable, "manage.py", "restore", str(damage(tmp_path / "backup", tmp_path / "damaged"))],
        cwd=hub.ROOT, env=clean, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    started, processor = time.monotonic(), processor_seconds()
    hub.manage(clean, "restore", str(tmp_path / "backup"), timeout=900)
    seconds = time.monotonic() - started
    measured("restored after s", seconds)
    measured("of which our own processor time s", processor_seconds() - processor)
    again = hub.backup(clean, tmp_path / "again")

    assert set(writers.told) == {302}
    assert (refused.returncode, "damaged" in refused.stderr) == (1, True)
    assert again == (tables, files)
    assert tables["django_comments.comment"]["rows"] >= 100_000
    assert tables["publications.publication"]["rows"] >= 10_000
    assert len(files) >= 100
    assert seconds <= 120


def test_r14_there_and_back_at_size(large_on_sqlite, database_server, tmp_path, measured):
    there, back = new_database(database_server, "copy"), f"sqlite:///{tmp_path}/back.sqlite3"
    started, processor = time.monotonic(), processor_seconds()
    hub.manage(large_on_sqlite, "copy_database", there, timeout=900)
    measured("to PostgreSQL s", time.monotonic() - started)
    hub.manage(large_on_sqlite | {"DATABASE_URL": there}, "copy_database", back, timeout=900)
    seconds = time.monotonic() - started
    measured("there and back s", seconds)
    measured("of which our own processor time s", processor_seconds() - processor)

    hashes = [
        hub.backup(large_on_sqlite | {"DATABASE_URL": database}, tmp_path / str(number))
        for number, database in enumerate([large_on_sqlite["DATABASE_URL"], there, back])
    ]
    assert hashes[0] == hashes[1] == hashes[2]
    assert seconds <= 300
