"""When what was made ready stops being good: every public change moves one number on.

The number is a row that every process and machine sees. What public pages show is settled by it and by
the dates that pass; together they are the state of the content. What was made under another state is
forgotten. Nothing else in the project invalidates anything.
"""

import threading
import time
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import Error, connection, models, transaction
from django.utils import timezone

from content.breaker import breaker
from content.patience import patience

CHECK_EVERY = 0.5  # seconds between two looks at the number while there are visitors
LONGEST = timedelta(minutes=10)  # that a state lasts, in case somebody changed rows behind our back


class Generation(models.Model):
    """The one row that says which generation of pages is good."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "content"

    def __str__(self):
        return str(self.number)


class State(NamedTuple):
    """All that settles what public pages show: the generation, and the moment when a date passes."""

    generation: int
    until: datetime


def current_generation():
    """Return the number of the generation that cached pages must have been made under."""
    return Generation.objects.values_list("number", flat=True).filter(pk=1).first() or 0


def end_of_day():
    """Return the next midnight, when what says “today” is wrong."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, datetime.min.time()))


def forget_cached_pages():
    """Once the running transaction has committed, make every cached page stale, everywhere."""
    transaction.on_commit(_next_generation, robust=True)


def _next_generation():
    if not Generation.objects.filter(pk=1).update(number=models.F("number") + 1):
        Generation.objects.bulk_create([Generation(pk=1, number=1)], ignore_conflicts=True)
    watch.look_again()


class StateWatch:
    """Knows the state of the content without asking the database at every request.

    A thread of its own asks, at most every `CHECK_EVERY` seconds and only while there are visitors, so
    that a database that hangs holds up no one. `next_dates` are functions that return the next moment
    at which what is public changes by itself, or None; who knows such moments adds one.
    """

    def __init__(self, ask=current_generation):
        self.ask, self.next_dates = ask, [end_of_day]
        self.state, self.seen_at, self.changed_at = None, float("-inf"), float("-inf")
        self.wanted, self.answered = threading.Event(), threading.Condition()
        self.thread, self.stopping, self.in_vain = None, False, False

    def look(self):
        """Return (State, True) as of at most a second ago, or (the last one known, False)."""
        age = time.monotonic() - self.seen_at
        if breaker.is_open:
            return self.state, False
        if age > CHECK_EVERY:
            self._start()
            self.wanted.set()
            if age > 2 * CHECK_EVERY and not self.in_vain:  # one wait is enough to see that it is slow
                with self.answered:
                    self.answered.wait_for(lambda: self._is_fresh() or breaker.is_open, timeout=CHECK_EVERY)
                self.in_vain = not self._is_fresh()
        return self.state, self._is_fresh()

    def look_again(self):
        """Have the next look ask the database: this process has just changed something."""
        self.seen_at, self.changed_at = float("-inf"), time.monotonic()

    def stop(self):
        """End the thread, and with it its connection to the database; the next look starts another."""
        if self.thread and self.thread.is_alive():
            self.stopping = True
            self.wanted.set()
            self.thread.join()
            self.stopping = False

    def _state_under(self, generation):
        """Return the last state while it holds, so that equal states are equal; else the one since now."""
        now = timezone.now()
        if self.state and self.state.generation == generation and now < self.state.until:
            return self.state
        dates = [next_date() for next_date in self.next_dates]
        return State(generation, min([now + LONGEST, *filter(None, dates)]))

    def _is_fresh(self):
        return time.monotonic() - self.seen_at <= 2 * CHECK_EVERY

    def _start(self):
        """Start the thread on the first visit, so that a forked worker has its own."""
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self._watch, name="generation", daemon=True)
            self.thread.start()

    def _watch(self):
        while self.wanted.wait() and not self.stopping:
            self.wanted.clear()
            try:
                asked_at = time.monotonic()
                with patience(1):
                    connection.close_if_unusable_or_obsolete()
                    self.state = self._state_under(self.ask())
                if asked_at >= self.changed_at:  # else the answer may be from before our own change
                    self.seen_at = asked_at
                    self.in_vain = not self._is_fresh()
            except Error as error:
                breaker.suspect(error)
                connection.close()
            except Exception:
                connection.close()
            with self.answered:
                self.answered.notify_all()
        connection.close()


watch = StateWatch()
