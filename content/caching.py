"""When a cached page stops being good: every public change moves one number on.

The number is a row that every process and machine sees. A page made under an older number is
forgotten. Nothing else in the project invalidates anything.
"""

import threading
import time

from django.db import Error, connection, models, transaction

from content.breaker import breaker, patience

CHECK_EVERY = 0.5  # seconds between two looks at the number while there are visitors


class Generation(models.Model):
    """The one row that says which generation of pages is good."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "content"

    def __str__(self):
        return str(self.number)


def current_generation():
    """Return the number of the generation that cached pages must have been made under."""
    return Generation.objects.values_list("number", flat=True).filter(pk=1).first() or 0


def forget_cached_pages():
    """Once the running transaction has committed, make every cached page stale, everywhere."""
    transaction.on_commit(_next_generation, robust=True)


def _next_generation():
    if not Generation.objects.filter(pk=1).update(number=models.F("number") + 1):
        Generation.objects.bulk_create([Generation(pk=1, number=1)], ignore_conflicts=True)
    watch.look_again()


class GenerationWatch:
    """Knows the generation without asking the database at every request.

    A thread of its own asks, at most every `CHECK_EVERY` seconds and only while there are visitors, so
    that a database that hangs holds up no one.
    """

    def __init__(self, ask=current_generation):
        self.ask = ask
        self.number, self.seen_at = None, float("-inf")
        self.wanted, self.answered = threading.Event(), threading.Condition()
        self.thread = None

    def look(self):
        """Return (number, True) as of at most a second ago, or (the last one known, False)."""
        age = time.monotonic() - self.seen_at
        if breaker.is_open:
            return self.number, False
        if age > CHECK_EVERY:
            self._start()
            self.wanted.set()
            if age > 2 * CHECK_EVERY:
                with self.answered:
                    self.answered.wait_for(lambda: self._is_fresh() or breaker.is_open, timeout=CHECK_EVERY)
        return self.number, self._is_fresh()

    def look_again(self):
        """Have the next look ask the database: this process has just changed something."""
        self.seen_at = float("-inf")

    def _is_fresh(self):
        return time.monotonic() - self.seen_at <= 2 * CHECK_EVERY

    def _start(self):
        """Start the thread on the first visit, so that a forked worker has its own."""
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self._watch, name="generation", daemon=True)
            self.thread.start()

    def _watch(self):
        while self.wanted.wait():
            self.wanted.clear()
            try:
                asked_at = time.monotonic()
                with patience(1):
                    connection.close_if_unusable_or_obsolete()
                    self.number = self.ask()
                self.seen_at = asked_at
            except Error as error:
                breaker.suspect(error)
                connection.close()
            except Exception:
                connection.close()
            with self.answered:
                self.answered.notify_all()


watch = GenerationWatch()
