"""A comment is confirmed by signed link, once: what becomes of it then, and why it may be held."""

import time

import pytest
from django.utils import timezone

from comments.models import BlockedSender, BlockedWord, Follow, HubComment
from content.tokens import make_token
from tests.comments.visitor import WORDS, links_in, press, send_comment
from tests.factories import create_article, create_comment

pytestmark = pytest.mark.django_db


def confirm_page(comment):
    return f"/comments/confirm/{make_token('comment-confirm', comment.pk)}/"


def test_confirmed_comment_waits_for_a_moderator(client, mailoutbox):
    article = create_article()
    send_comment(client, article)

    response = press(client, links_in(mailoutbox[0])["confirm"])

    assert HubComment.objects.get().state == "waiting"
    assert "Waiting." in client.get(response["Location"]).content.decode()
    assert WORDS not in client.get(article.get_absolute_url()).content.decode()


def test_opening_the_link_only_shows_a_button(client):
    comment = create_comment(state="unconfirmed")

    html = client.get(confirm_page(comment)).content.decode()

    comment.refresh_from_db()
    assert comment.state == "unconfirmed"
    assert "Yes, confirm my comment" in html


def test_confirming_twice_is_harmless(client):
    comment = create_comment(state="unconfirmed")

    answers = [press(client, confirm_page(comment)).status_code for _ in range(3)]

    assert answers == [302, 302, 302]
    assert comment.records.count() == 1


def test_confirming_after_a_decision_does_not_undo_it(client):
    comment = create_comment(state="declined")

    press(client, confirm_page(comment))

    comment.refresh_from_db()
    assert comment.state == "declined"


@pytest.mark.parametrize("change", [{"published_at": None}, {"withdrawn_at": timezone.now()}])
def test_comment_on_a_page_that_closed_meanwhile_is_not_confirmed_and_not_lost(client, change):
    article = create_article()
    comment = create_comment(article, state="unconfirmed", comment="My words.")
    for field, value in change.items():
        setattr(article, field, value)
    article.save()

    response = press(client, confirm_page(comment))

    comment.refresh_from_db()
    assert (response.status_code, comment.state) == (410, "unconfirmed")
    assert "My words." in response.content.decode()


def test_link_to_a_comment_that_was_deleted_is_explained(client):
    comment = create_comment(state="unconfirmed")
    address = confirm_page(comment)
    comment.delete()

    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    ("policy", "known", "text", "state"),
    [
        ("all", True, "Fine.", "waiting"),
        ("first", False, "Fine.", "waiting"),
        ("first", True, "Fine.", "shown"),
        ("first", True, "See http://a.example http://b.example", "waiting"),
        ("flagged", False, "Fine.", "shown"),
        ("flagged", True, "Some CASINO here", "waiting"),
    ],
)
def test_policy_decides_what_is_held(client, settings, policy, known, text, state):
    settings.COMMENTS_HOLD = policy
    BlockedWord.objects.create(text="casino")
    article = create_article()
    if known:
        create_comment(article, user_email="dawn@example.org")
    comment = create_comment(article, state="unconfirmed", user_email="dawn@example.org", comment=text)

    press(client, confirm_page(comment))

    comment.refresh_from_db()
    assert comment.state == state


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "first"),
        ({"comment": "http://a.example www.b.example"}, "links"),
        ({"comment": "A CaSiNo!"}, "word"),
        ({"comment": "A Ca\u200bsino!"}, "word"),
        ({"comment": "See https://sub.spam.example/x"}, "word"),
        ({"comment": "the  SAME text"}, "repeat"),
        ({"comment": "the sa\u00adme text"}, "repeat"),
        ({"seconds_to_write": 4}, "fast"),
    ],
)
def test_why_a_comment_is_held_is_kept_for_the_moderator(client, fields, reason):
    BlockedWord.objects.create(text="Casino")
    BlockedSender.objects.create(value="spam.example")
    create_comment(comment="The same text")
    comment = create_comment(state="unconfirmed", **fields)

    press(client, confirm_page(comment))

    comment.refresh_from_db()
    assert reason in comment.held_because.split()


def test_moderators_are_mailed_at_once_only_if_wanted(
    client, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.COMMENTS_MODERATOR_MAIL = "immediate"
    comment = create_comment(state="unconfirmed", comment="Secret words")

    with django_capture_on_commit_callbacks(execute=True):
        press(client, confirm_page(comment))

    assert mailoutbox[0].to == ["staff@example.org"]
    assert "Secret words" not in mailoutbox[0].body


def test_wish_to_hear_of_replies_starts_with_the_confirmation(client):
    comment = create_comment(state="unconfirmed", followup=True)
    assert Follow.objects.count() == 0

    press(client, confirm_page(comment))

    assert Follow.objects.get().address == comment.user_email


@pytest.mark.parametrize(
    "purpose", ["comment-mine", "comment-sent", "comment-stop", "comment-follow", "other"]
)
def test_link_made_for_something_else_confirms_nothing(client, purpose):
    comment = create_comment(state="unconfirmed")

    response = press(client, f"/comments/confirm/{make_token(purpose, comment.pk)}/")

    comment.refresh_from_db()
    assert (response.status_code, comment.state) == (404, "unconfirmed")


def test_link_is_good_for_three_days(client, monkeypatch):
    comment = create_comment(state="unconfirmed")
    address, now = confirm_page(comment), time.time()

    monkeypatch.setattr("time.time", lambda: now + 3 * 86400 - 60)
    assert client.get(address).status_code == 200
    monkeypatch.setattr("time.time", lambda: now + 3 * 86400 + 60)
    assert client.get(address).status_code == 410
