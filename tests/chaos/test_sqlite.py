"""R4: six writers on one SQLite file with the Hub's settings, one of them killed now and then."""

import json
import subprocess
import sys

import pytest

from tests.chaos import hub


@pytest.fixture
def env(tmp_path):
    made = hub.environment(tmp_path, f"sqlite:///{tmp_path}/hub.sqlite3")
    hub.manage(made, "migrate", "-v", "0")
    return made


def write_under_kills(env, folder):
    command = [sys.executable, "-m", "tests.chaos.writers", folder, "5"]
    done = subprocess.run(command, cwd=hub.ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_r4_writers_under_kills(env, tmp_path, measured):
    found = write_under_kills(env, tmp_path)
    measured("commits a second", found["commits a second"])

    assert (found["errors"], found["lost"], found["integrity"], found["mode"]) == (0, 0, "ok", "IMMEDIATE")
    assert found["commits a second"] >= 200


def test_r4_control_deferred_transactions_are_locked_out(env, tmp_path, measured):
    faulty = env | {"DJANGO_SETTINGS_MODULE": "tests.chaos.planted", "HUB_PLANTED": "deferred"}
    found = write_under_kills(faulty, tmp_path)
    measured("locked out", found["errors"])
    assert found["errors"] > 0
