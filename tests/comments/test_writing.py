"""Writing a comment: what is taken, what comes back, and that nothing typed is ever lost."""

import pytest

from comments.models import HubComment
from content.tokens import make_token
from tests.comments.visitor import WORDS, links_in, press, send_comment
from tests.factories import create_article, create_comment, create_groups

pytestmark = pytest.mark.django_db


def test_comment_is_stored_unconfirmed_and_its_writer_is_told_to_look_for_the_mail(client, mailoutbox):
    response = send_comment(client, create_article())

    comment = HubComment.objects.get()
    assert (comment.state, comment.comment, comment.user_name) == ("unconfirmed", WORDS, "Dawn")
    assert mailoutbox[0].to == ["dawn@example.org"]
    assert "Check your e-mail" in client.get(response["Location"]).content.decode()


def test_confirmation_mail_carries_nothing_that_the_visitor_typed(client, mailoutbox):
    send_comment(client, create_article(), name="Buy at spam.example", comment="Cheap pills at spam.example")

    message = mailoutbox[0]
    text = f"{message.subject}\n{message.body}"
    assert "spam.example" not in text
    assert "Cheap" not in text


def test_group_is_optional_and_kept(client):
    group = create_groups()[2]

    send_comment(client, create_article(), group=group.slug, followup="1")

    comment = HubComment.objects.get()
    assert (comment.group, comment.followup) == (group, True)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("comment", "", "Write your comment"),
        ("comment", " \r\n\t ", "Write your comment"),
        ("comment", "x" * 100_000, "shorten it by 97,000"),
        ("comment", "http://a.example " * 6, "at most 5 links"),
        ("name", "", "Enter the name to show"),
        ("name", "N" * 51, "Shorten the name by 1"),
        ("email", "", "Enter your e-mail address"),
        ("email", "dawn.example.org", "with an @ sign"),
        ("email", "a@b.example\nBcc: c@d.example", "with an @ sign"),
        ("group", "wizards", "Choose one of the groups"),
    ],
)
def test_error_stands_beside_the_field_and_in_the_summary_and_keeps_the_text(client, field, value, message):
    article = create_article()

    response = send_comment(client, article, **{field: value})

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count(message) == 2
    assert f'href="#comment-{field}"' in html
    assert "<title>Error: " in html
    assert field == "comment" or WORDS in html
    assert HubComment.objects.count() == 0


def test_null_bytes_and_turning_marks_are_dropped(client):
    send_comment(client, create_article(), comment="a\x00b\u202ec \u2066d", name="E\u202eve")

    comment = HubComment.objects.get()
    assert (comment.comment, comment.user_name) == ("abc d", "Eve")


@pytest.mark.parametrize(
    "text", ["10\u00a0000", "a\u00adb", "می\u200cخواهم", "\U0001f3f4\U000e0067\U000e0062\U000e007f"]
)
def test_marks_that_cannot_be_seen_stay_within_a_text(client, text):
    send_comment(client, create_article(), comment=text)

    assert HubComment.objects.get().comment == text


@pytest.mark.parametrize("field", ["comment", "name"])
def test_text_of_nothing_that_can_be_seen_is_missing(client, field):
    assert send_comment(client, create_article(), **{field: "\u200b\u00ad \u2060"}).status_code == 200
    assert HubComment.objects.count() == 0


def test_length_is_counted_as_the_browser_counts_it(client):
    response = send_comment(client, create_article(), comment="line\r\n" * 600)

    assert response.status_code == 302
    assert len(HubComment.objects.get().comment) == 2999


def test_send_again_is_limited_to_once_a_minute(client, mailoutbox):
    response = send_comment(client, create_article())

    press(client, response["Location"])

    assert len(mailoutbox) == 1


def test_mail_server_that_fails_loses_nothing(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)

    response = send_comment(client, create_article())

    assert HubComment.objects.count() == 1
    assert "could not send" in client.get(response["Location"]).content.decode()


def test_demo_says_where_the_mail_is(client, settings):
    settings.DEMO = True
    settings.MAILERS = {"default": {"BACKEND": "x", "OPTIONS": {"file_path": "/some/outbox"}}}
    sent = create_comment(state="unconfirmed")

    page = client.get(f"/comments/sent/{make_token('comment-sent', sent.pk)}/").content.decode()

    assert "/some/outbox" in page


def test_links_in_mail_carry_no_personal_data(client, mailoutbox):
    send_comment(client, create_article())

    assert sorted(links_in(mailoutbox[0])) == ["confirm", "mine", "stop-all"]
    assert all(len(path) < 120 for path in links_in(mailoutbox[0]).values())
