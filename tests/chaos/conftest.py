"""Tests that break things on purpose: slow, so `make test` leaves them out and `make chaos` runs them."""

import os
from pathlib import Path

import pytest

from tests import postgres
from tests.chaos import hub, production
from tests.network import free_port

HERE, ON_BOTH = Path(__file__).parent, {"test_hostile.py"}
collect_ignore_glob = [] if "HUB_CHAOS" in os.environ else ["test_*.py"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Run on both databases what asks this process; a Hub that a test starts has the database it is given."""
    for item in items:
        if item.path.parent == HERE and item.path.name not in ON_BOTH:
            item.add_marker("once")


@pytest.fixture(scope="session")
def database_server():
    """Return a PostgreSQL server that keeps its promises on disk."""
    binaries = postgres.find_binaries()
    if not binaries:
        pytest.skip("PostgreSQL is not installed here")
    with postgres.server(binaries, options=postgres.SAFE) as address:
        yield address


@pytest.fixture(scope="session")
def on_postgres(tmp_path_factory, database_server):
    """Return the environment of a Hub with its initial content on PostgreSQL."""
    return hub.fill(tmp_path_factory.mktemp("postgres") / "hub", database_server)


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory):
    """Return the environment of a Hub with its initial content on SQLite."""
    folder = tmp_path_factory.mktemp("sqlite") / "hub"
    return hub.fill(folder, f"sqlite:///{folder}/hub.sqlite3")


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def one(on_postgres, tmp_path, port):
    """Return one machine behind nginx."""
    with production.machines(tmp_path, on_postgres, port, 1) as made, production.nginx(tmp_path, port, made):
        yield made[0]


@pytest.fixture
def two(on_postgres, tmp_path, port):
    """Return two machines behind nginx, with one database and one media folder."""
    with production.machines(tmp_path, on_postgres, port, 2) as made, production.nginx(tmp_path, port, made):
        yield made


@pytest.fixture
def measured(request):
    """Return a function that notes a figure, to be printed when all is done."""
    return lambda what, figure: hub.FIGURES.append(f"{request.node.name}: {what} {figure:.3g}")


def pytest_terminal_summary(terminalreporter):
    """Print the figures that the tests measured, for docs and reports."""
    terminalreporter.section("measured")
    for line in hub.FIGURES:
        terminalreporter.write_line(line)
    terminalreporter.write_line(
        f"{os.cpu_count()} cores, load of the last 15 minutes: {os.getloadavg()[2]:.1f}"
    )
