import threading
import time

import pytest
from django.db import OperationalError, connection

from content.breaker import Breaker, ask_database

GONE, LOCKED, SLOW = None, "55P03", "57014"


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
    ("pgcode", "opens"), [(GONE, True), ("57P01", True), ("08006", True), (LOCKED, False), (SLOW, False)]
)
def test_breaker_opens_when_the_server_is_gone_only(breaker, monkeypatch, pgcode, opens):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    breaker.suspect(database_error(pgcode))
    assert breaker.is_open == opens


def test_breaker_is_not_needed_for_a_file(breaker, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    breaker.suspect(database_error(GONE))
    assert not breaker.is_open


def test_database_that_answers_is_asked_without_complaint(transactional_db):
    ask_database()
