"""Writing a comment: what is taken, what comes back, and that nothing typed is ever lost."""

import pytest
from django.urls import reverse

from comments.models import Discussion, HubComment
from content.tokens import make_token
from tests.comments.visitor import HERE, WORDS, form_of, links_in, press, send_comment
from tests.factories import (
    create_article,
    create_comment,
    create_groups,
    create_project,
    create_publication,
    tomorrow,
)

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


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "https://evil.example/http://testserver/"},
    ],
)
def test_form_sent_from_elsewhere_is_refused_and_the_text_kept(client, headers):
    address, data = form_of(client, create_article())

    response = client.post(address, data, headers=headers)

    assert response.status_code == 403
    assert WORDS in response.content.decode()
    assert HubComment.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://testserver"},
        {"Origin": "http://hub.example.org"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Referer": "http://testserver/news/"},
    ],
)
def test_form_sent_from_our_own_page_is_taken(client, headers):
    address, data = form_of(client, create_article())

    assert client.post(address, data, headers=headers).status_code == 302


def test_form_without_a_stamp_or_with_an_altered_one_comes_back_and_works_then(client):
    article = create_article()
    response = send_comment(client, article, stamp="made-up")
    assert response.status_code == 400
    assert WORDS in response.content.decode()

    assert send_comment(client, article).status_code == 302


def test_stamp_of_one_page_does_not_work_on_another(client):
    _, data = form_of(client, create_article())
    address, _ = form_of(client, create_article())

    assert client.post(address, data, headers=HERE).status_code == 400


def test_form_sent_twice_makes_one_comment_and_one_mail(client, mailoutbox):
    address, data = form_of(client, create_article())

    answers = [client.post(address, data, headers=HERE).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert (HubComment.objects.count(), len(mailoutbox)) == (1, 1)


def test_stamp_is_used_once(client):
    address, data = form_of(client, create_article())
    client.post(address, data, headers=HERE)

    response = client.post(address, data | {"comment": "Something else."}, headers=HERE)

    assert response.status_code == 409
    assert "Something else." in response.content.decode()


def test_reply_at_the_third_level_stays_there_and_says_whom_it_answers(client):
    first = create_comment()
    third = create_comment(answers=create_comment(answers=first), user_name="Ruth")

    reply = create_comment(answers=third)

    assert (third.level, reply.level, reply.parent_id) == (2, 2, third.parent_id)
    assert "Replying to Ruth" in reply.html


def test_reply_is_stored_under_what_it_answers(client):
    answered = create_comment()
    _, data = form_of(client, answered.discussion.item)
    address = reverse("comments:reply", args=[answered.pk])
    assert answered.comment in client.get(address).content.decode()

    client.post(address, data, headers=HERE)

    reply = HubComment.objects.get(user_name="Dawn")
    assert (reply.answers, reply.thread_id, reply.level) == (answered, answered.thread_id, 1)


def test_reply_to_a_comment_that_has_gone_keeps_the_text(client):
    answered = create_comment()
    _, data = form_of(client, answered.discussion.item)
    answered.withdraw()

    response = client.post(reverse("comments:reply", args=[answered.pk]), data, headers=HERE)

    assert response.status_code == 404
    assert WORDS in response.content.decode()


def test_comment_on_a_page_that_has_gone_keeps_the_text(client):
    article = create_article()
    address, data = form_of(client, article)
    article.published_at = None
    article.save()

    response = client.post(address, data, headers=HERE)

    assert response.status_code == 404
    assert WORDS in response.content.decode()


@pytest.mark.parametrize("published_at", [None, tomorrow()])
@pytest.mark.parametrize("name", ["write", "stamp", "follow", "feed"])
def test_thread_of_an_unpublished_page_is_not_there(client, published_at, name):
    article = create_article(published_at=published_at)

    assert client.get(reverse(f"comments:{name}", args=["articles.article", article.pk])).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/comments/on/auth.user/1/",
        "/comments/on/articles.article/99999999999999999999999/",
        "/comments/99999999999999999999999/",
        "/comments/99999999999999999999999/reply/",
        "/comments/on/no.such/1/feed/",
        "/comments/mine/abc/",
        "/comments/stop/abc/",
        "/comments/confirm/" + "x" * 5000 + "/",
        "/comments/confirm/%00/",
    ],
)
def test_made_up_address_is_404(client, path):
    assert client.get(path).status_code == 404


def test_publication_has_a_thread_only_when_staff_open_it(client):
    publication = create_publication()
    address = reverse("comments:write", args=["publications.publication", publication.pk])
    assert client.get(address).status_code == 404

    Discussion.objects.create(kind="publications.publication", object_id=publication.pk, switch="open")

    assert client.get(address).status_code == 200


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


@pytest.mark.parametrize("create", [create_publication, create_project])
def test_publications_and_projects_show_their_thread_once_staff_have_opened_it(client, create):
    item = create()
    assert 'id="comments"' not in client.get(item.get_absolute_url()).text

    Discussion.objects.create(kind=item._meta.label_lower, object_id=item.pk, switch="open")

    assert "Why not be the first?" in client.get(item.get_absolute_url()).text
    assert send_comment(client, item).status_code == 302
