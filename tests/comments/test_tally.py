"""S16, S17: what is counted is counted exactly, however many count at the same moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Tally
from tests.racing import at_once

HOUR = timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_counted_one_by_one():
    waits = at_once(lambda _: Tally.count("key", 6, HOUR), range(24))

    assert waits.count(0) == 6
    assert len(Tally.objects.get().moments) == 6


@pytest.mark.django_db
def test_room_for_another_is_there_when_the_first_is_an_hour_old(monkeypatch):
    start = timezone.now()

    def count_after(minutes):
        monkeypatch.setattr("django.utils.timezone.now", lambda: start + timedelta(minutes=minutes))
        return Tally.count("key", 2, HOUR)

    assert [count_after(minutes) for minutes in (0, 20, 30)] == [0, 0, 30 * 60]
    assert [count_after(minutes) for minutes in (61, 62, 81)] == [0, 18 * 60, 0]


@pytest.mark.django_db
def test_one_that_is_taken_back_makes_room():
    assert [bool(Tally.count("key", 1, HOUR)) for _ in range(2)] == [False, True]
    Tally.take_back("key")

    assert Tally.count("key", 1, HOUR) == 0
    assert Tally.count("another key", 1, HOUR) == 0


@pytest.mark.django_db
def test_nothing_is_taken_back_from_nobody():
    Tally.take_back("key")

    assert not Tally.objects.exists()
