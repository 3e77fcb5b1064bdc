"""No wait for PostgreSQL is longer than the patience of whoever waits."""

import contextlib
import time

import pytest
from django.db import OperationalError, connection, connections

from content.patience import patience


@pytest.fixture
def other_connection(transactional_db):
    """Return a connection of its own, which a test may break."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file: it cannot be silent")
    made = connections.create_connection("default")
    yield made
    made.close()
    with connection.cursor() as cursor:  # it sleeps on: the database could not be dropped
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%'"
        )


def seconds_of_sleep(made, longest):
    started = time.monotonic()
    with contextlib.suppress(OperationalError), made.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [longest])
    return time.monotonic() - started


def test_patience_ends_a_wait(other_connection):
    with patience(0.2), pytest.raises(OperationalError, match="silent"), other_connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")


def test_patience_counts_for_everything_that_a_request_tries(other_connection):
    with patience(2):
        first = seconds_of_sleep(other_connection, 30)
        other_connection.close()
        second = seconds_of_sleep(other_connection, 30)
    assert 1.9 < first < 20
    assert second < 1.5  # a tenth of a second, not two of them


def test_patience_in_all_ends_many_small_waits(other_connection):
    with patience(30, in_all=0.5):
        first = seconds_of_sleep(other_connection, 0.3)
        second = seconds_of_sleep(other_connection, 20)
    assert first >= 0.3
    assert second < 10


def test_request_that_cannot_wait_does_not_call_the_server_gone(other_connection):
    with patience(30, in_all=0.2), pytest.raises(OperationalError, match="slow") as slow:
        other_connection.cursor().execute("SELECT pg_sleep(5)")
    assert slow.value.__cause__.pgcode == "57014"


def test_without_patience_a_command_waits_as_long_as_it_takes(other_connection):
    assert seconds_of_sleep(other_connection, 0.5) >= 0.5


def test_connection_that_was_given_up_is_made_anew(other_connection):
    with patience(0.1):
        seconds_of_sleep(other_connection, 5)
    other_connection.close_if_unusable_or_obsolete()
    with other_connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
