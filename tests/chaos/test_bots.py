"""S16: five kinds of program and two hundred people at the comment box, and a program that aims at strangers.

Requests go through Django's test client, with a clock that is set by hand, so that hours pass in seconds.
The programs are lucky: each try comes from a network of its own, and each button mailed to them is pressed.
"""

import random
import re

import pytest
from django.test import Client

from comments.models import HubComment
from tests.chaos.bots import GATES, START, Aimer, Clock, Program, live, person
from tests.comments.visitor import HERE
from tests.factories import create_article, create_comment

pytestmark = pytest.mark.django_db
TRIES, PEOPLE = 1000, 200


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def box(clock):
    """Return the address of the comment box of an article."""
    return f"/comments/on/articles.article/{create_article(published_at=START).pk}/"


@pytest.mark.parametrize("kind", GATES)
def test_s16_program_is_stopped_before_a_moderator(box, clock, mailoutbox, measured, kind):
    reached = Program(box, clock, mailoutbox).attack(kind, TRIES)

    measured("reached the moderators, of a thousand", reached)
    assert reached <= TRIES / 100


@pytest.mark.parametrize("kind", GATES)
def test_s16_control_missing_gate_is_noticed(box, clock, mailoutbox, monkeypatch, kind):
    GATES[kind](monkeypatch)

    assert Program(box, clock, mailoutbox).attack(kind, 100) > 1


def test_s16_nobody_of_two_hundred_people_is_stopped(clock, mailoutbox, measured):
    article, chance = create_article(published_at=START), random.Random(16)  # noqa: S311 (no secret)
    answered = create_comment(article)
    boxes = [f"/comments/on/articles.article/{article.pk}/", f"/comments/{answered.pk}/reply/"]
    page = article.get_absolute_url()

    live(clock, [person(n, page, boxes[n % 3 == 0], mailoutbox, chance) for n in range(PEOPLE)], chance)

    waiting = HubComment.objects.filter(state=HubComment.State.WAITING).count()
    measured("people whose comment reached the moderators", waiting)
    assert waiting == PEOPLE


@pytest.fixture
def aimer(clock, mailoutbox):
    return Aimer(clock, mailoutbox)


def test_s16_strangers_get_few_mails_from_one_source(aimer, measured):
    for n in range(TRIES):
        aimer.aim(n, "198.51.100.7", f"stranger-{n}@{n}.example")

    measured("mails to strangers in an hour, at most", aimer.most_in_an_hour())
    assert 1 < aimer.most_in_an_hour() <= 10


def test_s16_one_stranger_gets_few_mails_and_can_end_them(aimer, mailoutbox, measured):
    for n in range(TRIES):
        aimer.aim(n, f"10.{n % 250}.{n // 250}.7", "stranger@example.org")
    measured("mails to one stranger in an hour, at most", aimer.most_in_an_hour())
    assert 1 < aimer.most_in_an_hour() <= 3

    stops = [re.search(r"/(?:alerts/never|comments/stop-all)/\S+", each.body)[0] for each in mailoutbox]
    Client().post(stops[-1], headers=HERE)
    mailoutbox.clear()
    aimer.clock.wait(2 * 24 * 60 * 60)
    for n in range(30):
        aimer.aim(n, f"10.{n}.9.7", "stranger@example.org")
    assert mailoutbox == []


@pytest.mark.parametrize("same", ["source", "stranger"])
def test_s16_control_mail_that_nobody_counts_is_noticed(aimer, monkeypatch, same):
    for module in ["comments.limits", "alerts.forms"]:
        monkeypatch.setattr(f"{module}.count_mail", lambda *keys: None)
    for n in range(60):
        address, stranger = (
            ("198.51.100.7", f"s-{n}@{n}.example") if same == "source" else (f"10.{n}.1.7", "s@s.example")
        )
        aimer.aim(n, address, stranger)

    assert aimer.most_in_an_hour() > {"source": 10, "stranger": 3}[same]
