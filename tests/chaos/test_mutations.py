"""R22: take one safeguard out of a copy of the code, and the test that guards it fails."""

import shutil
import subprocess
import sys
from typing import NamedTuple

import pytest

from tests import postgres
from tests.chaos import hub, production


class Safeguard(NamedTuple):
    file: str
    text: str
    instead: str
    test: str
    database: str = "sqlite"


SAFEGUARDS = {
    "immediate transactions": Safeguard(
        "hub/environment.py",
        '"transaction_mode": "IMMEDIATE",',
        "",
        "tests/hub/test_start.py::test_sqlite_transaction_takes_the_write_lock_at_once",
    ),
    "one comment a form": Safeguard(
        "comments/models/comment.py",
        "max_length=22, unique=True",
        "max_length=22",
        "tests/comments/test_concurrency.py::test_form_that_passed_twice_makes_one_comment",
    ),
    "no personal page in the cache": Safeguard(
        "hub/page_cache.py",
        'and not _words(values, "cache-control") & {"private", "no-store", "no-cache"}',
        "",
        "tests/hub/page_cache/test_keeping.py",
    ),
    "no page with a cookie in the cache": Safeguard(
        "hub/page_cache.py",
        'and "set-cookie" not in values',
        "",
        "tests/hub/page_cache/test_keeping.py",
    ),
    "breaker": Safeguard(
        "hub/database_guard.py",
        "if breaker.is_open and",
        "if False and",
        "tests/hub/test_database_guard.py",
    ),
    "headers on what gunicorn answers by itself": Safeguard(
        "deploy/gunicorn.conf.py",
        "    util.write_error = refuse",
        "",
        "tests/hub/test_headers.py::test_what_gunicorn_refuses_by_itself_carries_every_header",
    ),
    "no unknown parameter reaches a page that is kept": Safeguard(
        "hub/page_cache.py",
        "if name in settings.PAGE_PARAMETERS",
        "",
        "tests/hub/page_cache/test_key.py",
    ),
    "names of our own for pictures": Safeguard(
        "content/pictures.py",
        'f"{secrets.token_hex(16)}.webp"',
        "file.name",
        "tests/test_disguises.py::test_no_name_of_a_picture_reaches_the_disk",
    ),
    "harmful uploads are refused": Safeguard(
        "content/scanning.py",
        "if upload.verdict:",
        "if False:",
        "tests/content/test_scanning.py::test_upload_is_refused_beside_its_field",
    ),
    "second factor is changed soon after signing in": Safeguard(
        "hub/accounts/views.py",
        "if began <= LATELY or",
        "if True or",
        "tests/hub/accounts/test_sessions.py::test_second_factor_is_changed_soon_after_signing_in_only",
    ),
    "no test asks another machine": Safeguard(
        "tests/network.py",
        "    return not (is_lookup or",
        "    return not (True or",
        "tests/test_network.py",
    ),
    "patience": Safeguard(
        "content/breaker.py",
        "is_ready = poller.poll(seconds * 1000)",
        "is_ready = poller.poll(10_000)",
        "tests/content/test_breaker.py",
        "postgres",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return a copy of the code, for faults."""
    folder = tmp_path_factory.mktemp("copy")
    production.copy_code(folder)
    return folder


def passes(folder, test, database):
    if database == "postgres" and not postgres.find_binaries():
        pytest.skip("PostgreSQL is not installed here")
    command = [sys.executable, "-m", "pytest", "-q", "-x", f"--db={database}", "-p", "no:cacheprovider", test]
    done = subprocess.run(command, cwd=folder, env=hub.shell(), capture_output=True, text=True, timeout=600)
    assert done.returncode in {0, 1}, done.stdout[-2000:]
    return done.returncode == 0


@pytest.mark.parametrize("name", SAFEGUARDS)
def test_r22_missing_safeguard_is_noticed(copy, name):
    file, text, instead, test, database = SAFEGUARDS[name]
    whole = (hub.ROOT / file).read_text()
    assert whole.count(text) == 1
    try:
        (copy / file).write_text(whole.replace(text, instead))
        if "models" in file:
            make_migrations_anew(copy, file.partition("/")[0])
        assert not passes(copy, test, database)
    finally:
        shutil.copyfile(hub.ROOT / file, copy / file)


def make_migrations_anew(folder, room):
    """Let the database know of a model without its safeguard."""
    command = [sys.executable, "manage.py", "makemigrations", room, "-v", "0"]
    subprocess.run(command, cwd=folder, env=hub.shell() | {"HUB_DEMO": "1"}, check=True)
