"""Who keeps pages ready hears of a change soon, and never waits for the database."""

import threading
import time

import pytest

from content.caching import CHECK_EVERY, StateWatch

PATIENCE = 20  # seconds, of which even a busy machine needs few


@pytest.fixture
def silence():
    """Return what asks a database that says nothing, until the test is over."""
    over = threading.Event()
    yield over.wait
    over.set()


def generation_known_to(watch):
    deadline = time.monotonic() + PATIENCE
    while not watch.look()[1]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return watch.look()[0].generation


def test_watch_is_sure_of_what_it_knows_for_a_second_only(monkeypatch):
    numbers, now = [1], time.monotonic
    watch = StateWatch(ask=lambda: numbers[0])
    assert generation_known_to(watch) == 1
    numbers[0] = 2
    monkeypatch.setattr(time, "monotonic", lambda: now() + 1)

    state, is_sure = watch.look()

    assert state.generation == 2 or not is_sure
    assert generation_known_to(watch) == 2


def test_watch_does_not_wait_for_a_silent_database(silence):
    watch = StateWatch(ask=silence)

    started = time.monotonic()
    answer = watch.look()

    assert (answer, time.monotonic() - started < PATIENCE) == ((None, False), True)


def test_watch_survives_a_database_that_refuses():
    watch = StateWatch(ask=lambda: 1 / 0)
    watch.look()
    watch.ask = lambda: 7

    assert generation_known_to(watch) == 7


def test_watch_waits_once_for_a_slow_database(silence, monkeypatch):
    watch, waits = StateWatch(ask=silence), []
    monkeypatch.setattr(watch.answered, "wait_for", lambda is_so, timeout: waits.append(timeout))

    watch.look()
    watch.look()

    assert waits == [CHECK_EVERY]
