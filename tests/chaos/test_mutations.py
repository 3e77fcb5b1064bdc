"""R22: take one safeguard out of a copy of the code, and the test that guards it fails."""

import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pytest

from tests import postgres
from tests.chaos import hub, production

SAFEGUARDS = tomllib.loads((hub.ROOT / "tests" / "chaos" / "safeguards.toml").read_text())
COPIES = 2  # of the code, each for one fault at a time


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """Return a queue of copies of the code, each whole as long as it is in the queue."""
    waiting = SimpleQueue()
    for _ in range(COPIES):
        folder = tmp_path_factory.mktemp("copy")
        production.copy_code(folder)
        waiting.put(folder)
    return waiting


@pytest.fixture(scope="module")
def noticed(request, copies):
    """Return {name: a future of whether the fault was noticed} of every safeguard that is asked for."""
    asked = [item.callspec.params.get("name") for item in request.session.items if hasattr(item, "callspec")]
    pool = ThreadPoolExecutor(COPIES)
    yield {name: pool.submit(is_noticed, copies, SAFEGUARDS[name]) for name in asked if name in SAFEGUARDS}
    pool.shutdown(cancel_futures=True)


def is_noticed(copies, safeguard):
    """Put the fault into a copy of the code; return whether the test fails there."""
    file, folder = safeguard["file"], copies.get()
    whole, room = (hub.ROOT / file).read_text(), folder / file.partition("/")[0]
    try:
        (folder / file).write_text(whole.replace(safeguard["text"], safeguard["instead"]))
        if "models" in file:
            migrate_anew(folder, room.name)
        return not passes(folder, safeguard.get("database", "sqlite"), safeguard["test"])
    finally:
        shutil.copyfile(hub.ROOT / file, folder / file)
        for made in room.glob("migrations/*_fault.py"):
            made.unlink()
        copies.put(folder)


def migrate_anew(folder, room):
    """Let the database know of a model without its safeguard."""
    command = [sys.executable, "manage.py", "makemigrations", room, "-v", "0", "-n", "fault"]
    subprocess.run(command, cwd=folder, env=hub.shell() | {"HUB_DEMO": "1"}, check=True)


def passes(folder, database, *tests):
    if database == "postgres" and not postgres.find_binaries():
        pytest.skip("PostgreSQL is not installed here")
    command = [sys.executable, "-m", "pytest", "-qx", f"--db={database}", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, cwd=folder, env=hub.shell(), capture_output=True, text=True, timeout=1800)
    assert done.returncode in {0, 1}, done.stdout[-2000:]
    return done.returncode == 0


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_r22_control_tests_pass_while_nothing_is_missing(copies, database):
    tests = {each["test"] for each in SAFEGUARDS.values() if each.get("database", "sqlite") == database}
    folder = copies.get()
    try:
        assert passes(folder, database, *tests)
    finally:
        copies.put(folder)


@pytest.mark.parametrize("name", SAFEGUARDS)
def test_r22_missing_safeguard_is_noticed(noticed, name):
    safeguard = SAFEGUARDS[name]
    assert (hub.ROOT / safeguard["file"]).read_text().count(safeguard["text"]) == 1
    assert noticed[name].result()
