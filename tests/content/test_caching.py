"""Who keeps pages ready hears of a change soon, and never waits for the database."""

import time

from content.caching import CHECK_EVERY, StateWatch


def test_watch_hears_of_a_change_within_a_second():
    numbers = [1]
    watch = StateWatch(ask=lambda: numbers[0])
    watch.look()
    numbers[0] = 2

    deadline = time.monotonic() + 1
    while watch.look()[0].generation != 2:
        assert time.monotonic() < deadline


def test_watch_does_not_wait_for_a_silent_database():
    watch = StateWatch(ask=lambda: time.sleep(30))

    started = time.monotonic()
    answer = watch.look()

    assert (answer, time.monotonic() - started < 1) == ((None, False), True)


def test_watch_survives_a_database_that_refuses():
    watch = StateWatch(ask=lambda: 1 / 0)
    watch.look()
    watch.ask = lambda: 7

    deadline = time.monotonic() + 20
    while not watch.look()[1]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert watch.look()[0].generation == 7


def test_watch_waits_once_for_a_slow_database(monkeypatch):
    watch, waits = StateWatch(ask=lambda: time.sleep(30)), []
    monkeypatch.setattr(watch.answered, "wait_for", lambda is_so, timeout: waits.append(timeout))

    watch.look()
    watch.look()

    assert waits == [CHECK_EVERY]
