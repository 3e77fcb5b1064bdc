"""Runs the tests on SQLite and on PostgreSQL, and closes with one line for both.

Plain `pytest` starts itself again once per database; `--db=sqlite` or `--db=postgres` runs
one of them. Everything else on the command line (-k, -x, -n 2, a path) is passed on.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest

from tests import network, postgres

DATABASE, ADDRESS, REPORT = "HUB_TEST_DATABASE", "HUB_TEST_DATABASE_URL", "HUB_TEST_REPORT"
OUTCOMES = ["failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "error", "rerun"]


def pytest_addoption(parser):
    parser.addoption(
        "--db", choices=["all", "sqlite", "postgres"], default="all", help="the database(s) to run on"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Run one child a database, unless this is a child or a question such as --help or --collect-only."""
    if DATABASE in os.environ or config.option.help or config.option.version or config.option.collectonly:
        return None
    started, totals, codes = time.monotonic(), Counter(), []
    runs = {"sqlite": run_on_sqlite, "postgres": run_on_postgres}
    for database in runs if config.option.db == "all" else [config.option.db]:
        codes.append(runs[database](config, totals))
        if config.option.maxfail and codes[-1] == pytest.ExitCode.TESTS_FAILED:
            break
    print_closing_line(totals, time.monotonic() - started)
    return worst(codes)


def run_on_sqlite(config, totals):
    return run_child(config, totals, {DATABASE: "SQLite"})


def run_on_postgres(config, totals):
    """Run the tests on a server of their own. Without PostgreSQL say so; that fails only in CI."""
    binaries = postgres.find_binaries()
    if not binaries:
        print("\nSkipped: no test ran on PostgreSQL, which is not installed here.")
        totals["skipped"] += 1
        return pytest.ExitCode.TESTS_FAILED if os.environ.get("CI") else pytest.ExitCode.OK
    with postgres.server(binaries) as address:
        return run_child(config, totals, {DATABASE: "PostgreSQL", ADDRESS: address})


def run_child(config, totals, environment):
    """Run pytest with the same arguments on one database; add its counts to totals, return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        environment = {**os.environ, **environment, REPORT: str(report)}
        command = [sys.executable, "-m", "pytest", *config.invocation_params.args]
        child = subprocess.run(command, env=environment, cwd=config.invocation_params.dir, check=False)
        if report.exists():
            totals.update(json.loads(report.read_text()))
    return child.returncode


def print_closing_line(totals, seconds):
    """Print the sum of both runs in the form of pytest's own last line."""
    names = {"error": "error" if totals["error"] == 1 else "errors"}
    counts = ", ".join(f"{totals[name]} {names.get(name, name)}" for name in OUTCOMES if totals[name])
    print(f"\n{f' {counts or "no tests ran"} in {seconds:.2f}s ':=^80}", flush=True)


def worst(codes):
    """Return the exit code that says most: any failure before success, success before "no tests ran"."""
    harmless = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    return next((code for code in codes if code not in harmless), min(codes))


def pytest_configure():
    network.watch()


def pytest_report_header():
    return f"database: {os.environ.get(DATABASE, 'SQLite')}"


def pytest_terminal_summary(terminalreporter):
    """Leave this child's counts where its parent finds them."""
    if REPORT in os.environ:
        counts = {outcome: len(terminalreporter.stats.get(outcome, [])) for outcome in OUTCOMES}
        Path(os.environ[REPORT]).write_text(json.dumps(counts))


@pytest.fixture
def catch_up(settings, tmp_path):
    """An index of this test's own. Call it to bring the index up to the database; it takes options."""
    from content import searching  # noqa: PLC0415 - settings are not ready when this file is read
    from hub.searching import SOURCES  # noqa: PLC0415

    settings.SEARCH_DIR = tmp_path / "search"
    return lambda **options: searching.catch_up(SOURCES, **options)


@pytest.fixture
def no_limits(monkeypatch, settings):
    """Let a test go faster than any person."""
    from hub.api import answers  # noqa: PLC0415 - settings are not ready when this file is read

    monkeypatch.setattr(answers, "REQUESTS", 1_000_000)
    settings.COMMENTS_MIN_SECONDS = 0


@pytest.fixture
def made(no_limits, catch_up):
    """Return something of each kind, by kind, which search finds too."""
    from tests.pages import create_everything  # noqa: PLC0415 - as above

    everything = create_everything()
    catch_up()
    return everything


@pytest.fixture(autouse=True)
def nobody_asked():
    """A test that reaches for another machine fails, whatever became of it."""
    yield
    network.check()


@pytest.fixture(autouse=True)
def nothing_kept():
    """No test gets ready parts of pages from the test before it, whose content was another."""
    yield
    from content.caching import watch  # noqa: PLC0415 - settings are not ready when this file is read
    from content.keeping import shelf  # noqa: PLC0415

    watch.stop()
    shelf.clear()


def pytest_collection_modifyitems(config, items):
    """Mark the browser tests, and run them last: their event loop stays in the thread.

    What is marked "once" says nothing about the database, and is left out of the second run.
    """
    for item in items:
        if Path(__file__).parent / "browser" in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if os.environ.get(DATABASE) == "PostgreSQL" and config.option.db == "all":
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("once")])
        items[:] = [item for item in items if not item.get_closest_marker("once")]
