import contextlib
import threading
import time

import pytest
from django.db import OperationalError, connection, connections

from content.breaker import Breaker, SlowDatabaseError, ask_database, patience

GONE, LOCKED = None, "55P03"


class DriverError(Exception):
    pgcode = None


def database_error(pgcode):
    error = OperationalError("it failed")
    error.__cause__ = DriverError()  # as Django chains them
    error.__cause__.pgcode = pgcode
    return error


def wait_until(is_so, seconds=5):
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_so()


@pytest.fixture
def breaker(monkeypatch):
    """Return a breaker before a database that is away until `back` is set; we wait little here."""
    back = threading.Event()

    def ask():
        if not back.is_set():
            raise OperationalError("still away")

    monkeypatch.setattr("content.breaker.ASK_AGAIN_AFTER", 0.01)
    made = Breaker(ask)
    made.back = back
    yield made
    back.set()
    assert wait_until(lambda: not made.is_open)


def test_breaker_stays_open_until_the_database_answers(breaker):
    breaker.open()
    time.sleep(0.1)
    assert breaker.is_open
    breaker.back.set()
    assert wait_until(lambda: not breaker.is_open)


def test_breaker_has_one_thread_ask_however_many_fail(breaker):
    before = set(threading.enumerate())
    for _ in range(20):
        breaker.open()
    assert [thread.name for thread in set(threading.enumerate()) - before] == ["breaker"]


@pytest.mark.parametrize(
    ("pgcode", "opens"), [(GONE, True), ("57P01", True), ("08006", True), (LOCKED, False)]
)
def test_breaker_opens_when_the_server_is_gone_only(breaker, monkeypatch, pgcode, opens):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    breaker.suspect(database_error(pgcode))
    assert breaker.is_open == opens


def test_breaker_is_not_needed_for_a_file(breaker, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    breaker.suspect(database_error(GONE))
    assert not breaker.is_open


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
            " WHERE query LIKE 'SELECT pg_sleep%' AND pid <> pg_backend_pid()"
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


def test_breaker_stays_closed_for_a_slow_database(breaker, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    error = OperationalError("slow")
    error.__cause__ = SlowDatabaseError()
    breaker.suspect(error)
    assert not breaker.is_open


def test_without_patience_a_command_waits_as_long_as_it_takes(other_connection):
    assert seconds_of_sleep(other_connection, 0.5) >= 0.5


def test_connection_that_was_given_up_is_made_anew(other_connection):
    with patience(0.1):
        seconds_of_sleep(other_connection, 5)
    other_connection.close_if_unusable_or_obsolete()
    with other_connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_database_that_answers_is_asked_without_complaint(transactional_db):
    ask_database()
