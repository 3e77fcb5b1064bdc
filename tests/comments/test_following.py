"""Hearing of new comments, by mail and by feed, and stopping."""

from datetime import timedelta

import feedparser
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from comments import notices
from comments.models import BlockedSender, Discussion, Follow, MailStop
from comments.models.comment import email_key
from comments.notices import send_reply_notices
from tests.comments.visitor import links_in, press
from tests.factories import create_article, create_comment
from tests.racing import overtake

pytestmark = pytest.mark.django_db


def ago(**spell):
    return timezone.now() - timedelta(**spell)


def follow(on, email="reader@example.org", **fields):
    """Return the follow of somebody who confirmed an hour ago."""
    discussion, _ = Discussion.objects.get_or_create(kind="articles.article", object_id=on.pk)
    hour = ago(hours=1)
    defaults = {"email": email, "email_key": email_key(email), "confirmed_at": hour, "told_up_to": hour}
    return Follow.objects.create(discussion=discussion, **defaults | fields)


def shown(on=None, **fields):
    """A comment that was shown half an hour ago."""
    return create_comment(on, shown_at=ago(minutes=30), **fields)


def follow_page(article):
    return reverse("comments:follow", args=["articles.article", article.pk])


def test_reader_follows_a_thread_after_confirming(client, mailoutbox):
    article = create_article()
    press(client, follow_page(article), email="reader@example.org")
    assert send_reply_notices() == 0

    press(client, links_in(mailoutbox[0])["follow"])

    follow = Follow.objects.get()
    assert (follow.address, follow.confirmed_at is not None) == ("reader@example.org", True)


def test_asking_twice_sends_one_mail_and_gives_nothing_away(client, mailoutbox):
    article = create_article()

    pages = [press(client, follow_page(article), email="reader@example.org").text for _ in range(2)]

    assert pages[0] == pages[1]
    assert len(mailoutbox) == 1


def test_news_come_in_one_mail_a_thread_and_once(mailoutbox):
    article = create_article()
    follow(article)
    for name in ("Dawn", "Ruth"):
        shown(article, user_name=name)

    assert (send_reply_notices(), send_reply_notices()) == (1, 0)

    assert "Dawn" in mailoutbox[0].body
    assert "Ruth" in mailoutbox[0].body


def test_news_by_the_command(mailoutbox, capsys):
    article = create_article()
    follow(article)
    shown(article)

    call_command("send_reply_notices")

    assert capsys.readouterr().out == "1 sent\n"


@pytest.mark.parametrize("state", ["unconfirmed", "waiting", "declined", "removed", "withdrawn"])
def test_nobody_hears_of_a_comment_that_is_not_shown(mailoutbox, state):
    article = create_article()
    follow(article)
    shown(article, state=state)

    send_reply_notices()

    assert mailoutbox == []


def test_nobody_hears_of_a_page_that_is_not_public(mailoutbox):
    article = create_article()
    follow(article)
    shown(article)
    article.published_at = None
    article.save()

    send_reply_notices()

    assert mailoutbox == []


def test_comment_approved_late_is_told_of_when_it_is_shown(mailoutbox):
    article = create_article()
    follow(article)
    comment = create_comment(article, state="waiting", submit_date=ago(days=3))
    send_reply_notices()
    comment.approve(None)
    type(comment).objects.update(shown_at=ago(minutes=5))

    assert send_reply_notices() == 1


def test_writer_hears_of_replies_only(mailoutbox):
    mine = shown(user_email="dawn@example.org", followup=True)
    follow(mine.discussion.item, "", comment=mine, email_key=mine.email_key)
    shown(mine.discussion.item, user_name="Elsewhere")
    shown(answers=mine, user_name="Mine again", user_email="Dawn@example.org")
    shown(answers=mine, user_name="Peter")

    send_reply_notices()

    assert len(mailoutbox) == 1
    assert "Peter" in mailoutbox[0].body
    assert "Elsewhere" not in mailoutbox[0].body
    assert "Mine again" not in mailoutbox[0].body


def test_notice_can_be_stopped_by_one_click_from_anywhere(client, mailoutbox):
    article = create_article()
    follow(article)
    shown(article)
    send_reply_notices()
    headers = mailoutbox[0].extra_headers
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://hub.example.org")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(address).status_code == 200
    assert Follow.objects.get().stopped_at is None

    answers = [client.post(address, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert Follow.objects.get().stopped_at is not None


def test_stop_all_ends_every_follow_and_every_later_mail(client, mailoutbox):
    one, two = create_article(), create_article()
    follow(one)
    follow(two)
    shown(one)
    send_reply_notices()

    press(client, links_in(mailoutbox[0])["stop-all"])

    shown(two)
    press(client, follow_page(one), email="READER@example.org")
    assert (send_reply_notices(), len(mailoutbox)) == (0, 1)
    assert "reader" not in str(MailStop.objects.values())


def test_blocked_domain_gets_no_notice(mailoutbox):
    article = create_article()
    follow(article, "reader@sub.spam.example")
    BlockedSender.objects.create(value="spam.example")
    shown(article)

    assert send_reply_notices() == 0


def test_mail_that_could_not_be_sent_goes_out_next_time(monkeypatch, mailoutbox):
    article = create_article()
    follow(article)
    shown(article)

    def refuse(*args, **kwargs):
        raise OSError("no route")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert send_reply_notices() == 0
    assert send_reply_notices() == 1


def test_two_that_tell_at_once_tell_once(monkeypatch, mailoutbox):
    article = create_article()
    follow(article)
    shown(article)
    overtake(monkeypatch, notices, "_tell", by=send_reply_notices)
    send_reply_notices()

    assert len(mailoutbox) == 1


def test_feed_of_a_thread_is_atom_with_shown_comments(client):
    article = create_article(title="Forty knocks")
    create_comment(article, user_name="Dawn", comment="<b>Counted</b> & checked")
    create_comment(article, state="waiting", comment="Held.")

    response = client.get(reverse("comments:feed", args=["articles.article", article.pk]))

    feed = feedparser.parse(response.content)
    assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, ["Dawn on “Forty knocks”"])
    assert "&lt;b&gt;Counted" in feed.entries[0].summary


def test_feed_of_all_costs_the_same_however_long(client, django_assert_max_num_queries):
    for _ in range(8):
        create_comment()

    with django_assert_max_num_queries(5):
        feed = feedparser.parse(client.get(reverse("comments:feed_of_all")).content)

    assert len(feed.entries) == 8
