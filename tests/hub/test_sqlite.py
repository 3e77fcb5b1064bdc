"""Writers on SQLite wait for each other, and not for ever."""

import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connections

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="about SQLite only"),
]


@pytest.fixture
def writer():
    with opened() as made:
        yield made


@contextmanager
def opened(seconds=20):
    """Yield a connection of its own that waits so long for the others."""
    made = connections.create_connection("default")
    made.settings_dict = made.settings_dict | {
        "OPTIONS": made.settings_dict["OPTIONS"] | {"timeout": seconds}
    }
    made.inc_thread_sharing()
    made.connect()
    try:
        yield made
    finally:
        made.close()


def begin(made):
    made.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_writer_gets_the_lock_when_another_is_done(writer):
    begin(writer)
    done = threading.Event()

    def end():
        done.set()
        writer.rollback()

    threading.Timer(0.2, end).start()
    with opened() as other:
        begin(other)
        assert done.is_set()
        other.rollback()


def test_writer_gives_up_after_its_time(writer):
    begin(writer)
    with opened(seconds=0.05) as other, pytest.raises(OperationalError, match="locked"):
        begin(other)
    writer.rollback()


def test_other_statements_wait_as_long_as_ever(writer):
    begin(writer)
    assert writer.cursor().execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    writer.rollback()
