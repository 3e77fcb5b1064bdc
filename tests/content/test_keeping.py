"""A ready part is never old, never a draft's, never made for staff, and never more than fits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content import keeping
from content.caching import LONGEST, StateWatch, end_of_day
from content.keeping import Shelf, kept, shelf, visiting
from content.previewing import token_for
from content.publishing import next_change
from tests.factories import create_article, create_groups
from tests.pages import create_everything, every_page
from tests.staff import create_staff

ABOUT = "/about/"


@pytest.fixture
def watch(monkeypatch):
    """A state of the content that tests can move by hand: `watch.answer = (state, known)`."""

    class Watch:
        answer = (1, True)

        def look(self):
            return self.answer

    watch = Watch()
    monkeypatch.setattr(keeping, "watch", watch)
    return watch


@pytest.fixture
def count():
    """Return a function that counts its calls."""
    calls = []

    def count():
        calls.append(1)
        return str(len(calls))

    return count


def test_part_is_made_once_while_the_content_stays_the_same(watch, count):
    with visiting(True):
        assert [kept("part", count) for _ in range(3)] == ["1", "1", "1"]


def test_changed_content_makes_the_part_again(watch, count):
    with visiting(True):
        kept("part", count)
        watch.answer = (2, True)

        assert kept("part", count) == "2"


def test_part_that_was_made_while_the_content_changed_is_not_kept(watch, count):
    def make():
        watch.answer = (2, True)
        kept("another", str)
        return count()

    with visiting(True):
        kept("part", make)

        assert kept("part", count) == "2"


def test_nothing_is_kept_while_the_state_is_unknown(watch, count):
    watch.answer = (1, False)
    with visiting(True):
        assert [kept("part", count) for _ in range(2)] == ["1", "2"]


def test_nothing_is_kept_outside_a_visit(watch, count):
    assert [kept("part", count) for _ in range(2)] == ["1", "2"]


def test_part_that_could_not_be_made_is_not_kept(watch, count):
    with visiting(True):
        with pytest.raises(ZeroDivisionError):
            kept("part", lambda: 1 / 0)

        assert kept("part", count) == "1"


def test_shelf_stays_within_its_bytes():
    small = Shelf(100_000)
    small.find(1, "nothing")
    for number in range(1000):
        small.put(1, number, "x" * 1000)

    assert small.bytes <= 100_000
    assert (0 in small.parts, 999 in small.parts) == (False, True)


def test_shelf_keeps_what_is_used_most():
    small = Shelf(100_000)
    for number in range(1000):
        small.find(1, "used")
        small.put(1, "used", "x")
        small.put(1, number, "x" * 1000)

    assert small.find(1, "used") == "x"


def test_state_ends_when_the_next_date_passes():
    soon = timezone.now() + timedelta(minutes=3)
    watch = StateWatch(ask=lambda: 7)
    watch.next_dates = [lambda: soon, lambda: None]

    assert watch._state_under(7) == (7, soon)


def test_state_ends_by_itself_before_long():
    watch = StateWatch(ask=lambda: 7)

    assert watch._state_under(7).until <= timezone.now() + LONGEST


def test_day_ends_at_midnight():
    assert timezone.localtime(end_of_day()).strftime("%H:%M") == "00:00"
    assert timezone.now() < end_of_day() <= timezone.now() + timedelta(hours=25)


@pytest.mark.django_db
@pytest.mark.parametrize("date", ["published_at", "withdrawn_at", "removed_at"])
def test_next_change_is_the_next_date_of_anything(date):
    soon = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    create_article(**{date: soon})
    create_article(**{date: soon + timedelta(hours=1)})

    assert next_change() == soon


@pytest.mark.django_db
def test_there_is_no_next_change_without_dates_to_come():
    create_article()

    assert next_change() is None


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_every_page_is_the_same_with_ready_parts(client, monkeypatch):
    for address in every_page(create_everything()).values():
        answers = [client.get(address).text for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(keeping, "visiting", lambda is_visitor: visiting(False))
            answers.append(client.get(address).text)

        first, ready, fresh = map(without_stamps, answers)
        assert (first, ready) == (fresh, fresh), address


@pytest.mark.django_db(transaction=True)
def test_change_shows_at_once(client):
    groups = create_groups()
    client.get(ABOUT)
    groups[0].name = "Quokkas"
    groups[0].save()

    assert "Quokkas" in client.get(ABOUT).text


@pytest.mark.django_db(transaction=True)
def test_ready_page_asks_for_nothing_that_is_kept(client):
    create_groups()
    client.get(ABOUT)

    with CaptureQueriesContext(connection) as queries:
        client.get(ABOUT)

    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_staff_neither_get_nor_leave_ready_parts(client):
    client.force_login(create_staff())
    client.get(ABOUT)

    assert len(shelf.parts) == 0


@pytest.mark.django_db(transaction=True)
def test_preview_neither_gets_nor_leaves_ready_parts(client):
    draft = create_article(title="Quokka", published_at=None)
    response = client.get(f"/preview/article/{token_for(draft)}/")

    assert (response.status_code, len(shelf.parts)) == (200, 0)


@pytest.mark.django_db(transaction=True)
def test_refused_form_leaves_no_ready_parts(client):
    client.post("/comments/articles.article/1/", {})

    assert len(shelf.parts) == 0


def without_stamps(html):
    """Leave out what differs at every look: the stamps of forms."""
    return [line for line in html.splitlines() if 'name="stamp"' not in line]
