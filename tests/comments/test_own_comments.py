"""What the writer can do by signed link once it is confirmed: look, change, withdraw."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.comments.visitor import own_page, press
from tests.factories import create_article, create_comment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("unconfirmed", "Not confirmed yet"),
        ("waiting", "Waiting"),
        ("shown", "Shown"),
        ("declined", "Not shown"),
        ("removed", "Removed"),
        ("withdrawn", "Withdrawn"),
    ],
)
def test_status_page_says_where_the_comment_stands(client, state, text):
    response = client.get(own_page(create_comment(state=state)))

    assert f"<b>{text}" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("state", ["unconfirmed", "waiting", "shown", "declined"])
def test_comment_is_withdrawn_at_any_time(client, state):
    comment = create_comment(state=state, submit_date=timezone.now() - timedelta(days=900))

    press(client, own_page(comment), withdraw="1")

    comment.refresh_from_db()
    assert (comment.state, comment.html) == ("withdrawn", "")


def test_withdrawn_comment_with_replies_leaves_a_marker_and_no_name(client):
    article = create_article()
    comment = create_comment(article, user_name="Zebedee", comment="Rash words.")
    create_comment(answers=comment, comment="A reply.")

    press(client, own_page(comment), withdraw="1")

    html = client.get(article.get_absolute_url()).content.decode()
    assert "withdrawn by its writer" in html
    assert "A reply." in html
    assert "Zebedee" not in html
    assert "Rash words." not in html


def test_withdrawn_comment_without_replies_leaves_nothing(client):
    article = create_article()
    comment = create_comment(article)

    press(client, own_page(comment), withdraw="1")

    assert "There are no comments. Why not be the first?" in client.get(article.get_absolute_url()).text


def test_change_within_the_quarter_of_an_hour_is_read_again(client):
    article = create_article()
    comment = create_comment(article)

    press(client, own_page(comment), comment="Better words.")

    comment.refresh_from_db()
    assert (comment.comment, comment.state) == ("Better words.", "waiting")
    assert "edited" in comment.held_because
    assert "Better words." not in client.get(article.get_absolute_url()).text


def test_change_after_the_quarter_of_an_hour_is_refused_and_kept(client):
    comment = create_comment(confirmed_at=timezone.now() - timedelta(minutes=16), comment="Old.")

    response = press(client, own_page(comment), comment="New words.")

    comment.refresh_from_db()
    assert comment.comment == "Old."
    assert "The time for changes is over" in response.content.decode()


@pytest.mark.parametrize("text", ["", "x" * 3001, "http://a.example " * 9])
def test_bad_change_is_refused_beside_the_field(client, text):
    comment = create_comment(comment="Old.")

    html = press(client, own_page(comment), comment=text).content.decode()

    comment.refresh_from_db()
    assert comment.comment == "Old."
    assert 'class="err"' in html
    assert 'class="errsum"' in html


def test_own_page_of_another_site_changes_nothing(client):
    comment = create_comment()

    response = client.post(own_page(comment), {"withdraw": "1"}, headers={"Origin": "https://evil.example"})

    comment.refresh_from_db()
    assert (response.status_code, comment.state) == (403, "shown")
