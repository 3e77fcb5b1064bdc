"""R1, R2: comments while workers or the database die; and that a planted fault would be noticed."""

import subprocess
import sys

import pytest

from tests.chaos import hub


def run(request, *options):
    """Run the script; print its figures; return whether nothing was lost and nothing was an error."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos.comments", *options],
        cwd=hub.ROOT, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    hub.FIGURES.extend(f"{request.node.name}: {line}" for line in done.stdout.splitlines())
    assert done.returncode in {0, 1}, done.stderr
    assert "told" in done.stdout, done.stderr
    return done.returncode == 0


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_r1_workers_that_die(request, database):
    assert run(request, "--database", database)


def test_r1_control_deferred_transactions_are_noticed(request):
    assert not run(request, "--planted", "deferred", "--each", "5", "--deaths", "1")


def test_r2_database_that_dies(request):
    assert run(request, "--database", "postgres", "--each", "40", "--crash-every", "3", "--deaths", "4")


def test_r2_control_error_page_that_blames_us_is_noticed(request):
    options = ["--each", "10", "--crash-every", "3", "--deaths", "1", "--planted", "plain errors"]
    assert not run(request, "--database", "postgres", *options)
