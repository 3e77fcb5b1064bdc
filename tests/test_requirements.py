"""The locked requirements: the same files everywhere, from whatever index pip is told to use."""

import importlib.util
import json
import re
import tomllib
from pathlib import Path

import pytest

from scripts import bill_of_materials as bill

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["runtime", "dev"]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def lock(name):
    return (ROOT / "requirements" / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_host_and_no_path(name):
    assert re.findall(r"https?:|file:|@ |--index|--extra|--find-links", lock(name)) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name):
    pins = re.split(r"^(?=\S)", lock(name), flags=re.MULTILINE)[1:]
    assert pins != []
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_tests_run_on_the_versions_of_the_running_site():
    assert set(PIN.findall(lock("runtime"))) < set(PIN.findall(lock("dev")))


def test_every_dependency_has_its_reason_above_it():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    lines = [line.strip() for line in text.splitlines()]
    for dependency in project["project"]["dependencies"]:
        assert lines[lines.index(f'"{dependency}",') - 1].startswith("# "), dependency


def test_lock_holds_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {re.match(r"[a-z0-9-]+", name).group() for name in project["project"]["dependencies"]}
    assert wanted <= {name for name, _ in PIN.findall(lock("runtime"))}


def test_psycopg_3_is_not_here():
    """Django prefers it to psycopg2, so with both the tests would run on another driver than the site."""
    assert importlib.util.find_spec("psycopg") is None


@pytest.mark.parametrize(("file", "made"), [(bill.SBOM, bill.sbom), (bill.TABLE, bill.table)])
def test_bill_of_materials_is_current(file, made):
    assert file.read_text() == made(), "Run: python -m scripts.bill_of_materials"


def test_bill_of_materials_names_every_pin_with_hashes_and_licence():
    document = json.loads(bill.sbom())
    named = {part["name"]: part for part in document["components"]}

    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert set(bill.reasons()) <= set(named)
    assert [name for name, part in named.items() if not part["hashes"]] == []
    assert [
        name for name, part in named.items() if part["licenses"][0]["license"]["name"] == "not stated"
    ] == []
