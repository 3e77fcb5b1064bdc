from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from articles.models import Article
from content.caching import current_generation
from tests.factories import create_article, tomorrow, yesterday

pytestmark = pytest.mark.django_db

STATES = {
    "draft": {"published_at": None},
    "scheduled": {"published_at": tomorrow()},
    "live": {"published_at": yesterday()},
    "withdrawn": {"published_at": yesterday(), "withdrawn_at": yesterday()},
    "removed": {"published_at": yesterday(), "removed_at": yesterday()},
}


@pytest.mark.parametrize("state", STATES)
def test_state_is_told_by_the_dates(state):
    assert create_article(**STATES[state]).state == state


@pytest.mark.parametrize(
    ("phrase", "states"),
    [
        ("published", {"live", "withdrawn"}),
        ("current", {"live"}),
        ("hidden", {"draft", "scheduled", "withdrawn", "removed"}),
        ("removed", {"removed"}),
        ("scheduled", {"scheduled"}),
        ("drafts", {"draft"}),
    ],
)
def test_phrase_finds_its_states_only(phrase, states):
    for state, dates in STATES.items():
        create_article(title=state, **dates)

    found = getattr(Article.objects.all(), phrase)()

    assert {article.title for article in found} == states


def test_withdrawal_and_removal_may_be_scheduled():
    create_article(withdrawn_at=tomorrow(), removed_at=tomorrow())

    assert Article.objects.current().count() == 1


def test_save_moves_the_clock():
    article = create_article()
    before = article.changed_at

    article.save(update_fields=["title"])

    assert Article.objects.get().changed_at > before


def test_update_moves_the_clock():
    article = create_article()

    Article.objects.update(title="Another")

    assert Article.objects.get().changed_at > article.changed_at


def test_touch_moves_the_clock():
    article = create_article()

    article.touch()

    assert Article.objects.get().changed_at > article.changed_at


def test_updated_at_of_a_scheduled_item_is_its_day():
    day = timezone.now() + timedelta(days=30)

    assert create_article(published_at=day).updated_at == day


def test_with_updated_says_the_same_as_updated_at():
    create_article()
    create_article(published_at=tomorrow())

    for article in Article.objects.with_updated():
        assert article.updated == article.updated_at


@pytest.mark.parametrize("change", ["save", "touch"])
def test_change_makes_cached_pages_stale(django_capture_on_commit_callbacks, change):
    article = create_article()
    before = current_generation()

    with django_capture_on_commit_callbacks(execute=True):
        getattr(article, change)()

    assert current_generation() > before


@pytest.mark.parametrize("change", ["2026-10-25T00:00Z", "2027-03-28T00:00Z"])
def test_item_of_the_hour_that_comes_twice_or_never_appears_once(monkeypatch, change):
    start = datetime.fromisoformat(change)
    for minute in range(0, 180, 20):
        create_article(published_at=start + timedelta(minutes=minute))
    looks = [start + timedelta(minutes=minute) for minute in range(-15, 200, 15)]
    seen = []
    for before, now in pairwise(looks):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        seen += Article.objects.appeared(before, now).values_list("published_at", flat=True)

    assert sorted(seen) == [start + timedelta(minutes=minute) for minute in range(0, 180, 20)]
