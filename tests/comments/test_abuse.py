"""What programs and the impatient meet, and that people lose nothing by it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import BlockedSender, Discussion, HubComment, Report
from tests.comments.visitor import HERE, WORDS, form_of, press, send_comment
from tests.factories import create_article, create_comment

pytestmark = pytest.mark.django_db


def send_many(client, count, **changes):
    """Send this many different comments and return the answers; {n} in a value is the number."""
    article = create_article()
    return [
        send_comment(client, article, comment=f"Words {n}.", **{k: v.format(n=n) for k, v in changes.items()})
        for n in range(count)
    ]


def test_trap_that_was_filled_in_is_refused_and_the_text_kept(client):
    response = send_comment(client, create_article(), website="http://spam.example")

    assert (response.status_code, HubComment.objects.count()) == (400, 0)
    assert WORDS in response.text
    assert "spam.example" not in response.text


def test_form_sent_faster_than_anyone_writes_works_a_moment_later(client, settings, monkeypatch):
    settings.COMMENTS_MIN_SECONDS = 3
    address, data = form_of(client, create_article())

    assert client.post(address, data, headers=HERE).status_code == 400

    stamp_made = timezone.now().timestamp()
    monkeypatch.setattr("time.time", lambda: stamp_made + 4)
    assert client.post(address, data, headers=HERE).status_code == 302


def test_form_that_was_open_for_a_day_comes_back_with_the_text_and_a_fresh_stamp(client, monkeypatch):
    address, data = form_of(client, create_article())
    later = timezone.now().timestamp() + 86_400 + 60
    monkeypatch.setattr("time.time", lambda: later)

    response = client.post(address, data, headers=HERE)

    assert response.status_code == 400
    assert WORDS in response.text
    fresh = re.search(r'name="stamp" value="([^"]+)"', response.text)[1]
    assert client.post(address, data | {"stamp": fresh}, headers=HERE).status_code == 302


def test_seventh_comment_in_a_minute_waits(client):
    *good, last = send_many(client, 7, email="writer-{n}@example.org")

    assert {answer.status_code for answer in good} == {302}
    assert last.status_code == 429
    assert 0 < int(last["Retry-After"]) <= 60
    assert "try again in 1 minute" in last.text
    assert "Words 6." in last.text


def test_spoofed_header_gains_nothing(client):
    article = create_article()
    for n in range(7):
        address, data = form_of(client, article, comment=f"Words {n}.", email=f"w{n}@example.org")
        response = client.post(address, data, headers=HERE | {"X-Forwarded-For": f"198.51.100.{n}"})

    assert response.status_code == 429


def test_hopping_within_one_ipv6_network_gains_nothing(client):
    article = create_article()
    for n in range(7):
        address, data = form_of(client, article, comment=f"Words {n}.", email=f"w{n}@example.org")
        response = client.post(address, data, headers=HERE, REMOTE_ADDR=f"2001:db8::{n + 1}")

    assert response.status_code == 429


def test_address_that_confirmed_nothing_gets_three_mails_an_hour(client, mailoutbox):
    *_, last = send_many(client, 4)

    assert (last.status_code, len(mailoutbox)) == (429, 3)
    assert "minutes" in last.text


def test_old_comments_do_not_count(client):
    old = timezone.now() - timedelta(days=2)
    for _ in range(8):
        create_comment(state="unconfirmed", user_email="dawn@example.org", mails_sent=1, submit_date=old)

    assert send_comment(client, create_article()).status_code == 302


def test_limits_can_be_raised_for_a_workshop(client, settings):
    settings.COMMENTS_LIMIT_TIMES = 10

    assert {answer.status_code for answer in send_many(client, 12, email="w{n}@example.org")} == {302}


@pytest.mark.parametrize("email", ["d@spam.example", "D@SPAM.Example", "d@mail.spam.example"])
def test_blocked_domain_covers_subdomains_and_letter_case_and_gets_no_mail(client, mailoutbox, email):
    BlockedSender.objects.create(value="Spam.Example")

    response = send_comment(client, create_article(), email=email)

    assert "We cannot take comments from this address" in response.text
    assert (HubComment.objects.count(), mailoutbox) == (0, [])


@pytest.mark.parametrize("email", ["d@notspam.example", "d@spam.example.org"])
def test_blocked_domain_covers_no_other(client, email):
    BlockedSender.objects.create(value="spam.example")

    assert send_comment(client, create_article(), email=email).status_code == 302


@pytest.mark.parametrize("value", ["", "spam", "two words.example", "@"])
def test_block_list_refuses_what_is_no_address(admin_client, value):
    response = admin_client.post("/admin/comments/blockedsender/add/", {"value": value})

    assert (response.status_code, BlockedSender.objects.count()) == (200, 0)


def test_reports_hide_a_comment_until_it_is_looked_at(client, settings):
    settings.COMMENTS_REPORT_THRESHOLD = 2
    comment = create_comment()
    address = f"/comments/{comment.pk}/report/"
    press(client, address, reason="spam")
    press(client, address, reason="abuse")  # the same reader again
    comment.refresh_from_db()
    assert (comment.state, comment.reports.count()) == ("shown", 1)

    client.post(address, {"reason": "abuse"}, headers=HERE, REMOTE_ADDR="203.0.113.7")

    comment.refresh_from_db()
    assert (comment.state, comment.held_because) == ("waiting", "reported")


def test_report_needs_a_reason_and_says_so(client):
    comment = create_comment()

    html = press(client, f"/comments/{comment.pk}/report/", note="Hm.").text

    assert html.count("Choose what is wrong") == 2
    assert "Hm." in html
    assert Report.objects.count() == 0


def test_reports_are_throttled(client):
    for _ in range(10):
        press(client, f"/comments/{create_comment().pk}/report/", reason="spam")

    response = press(client, f"/comments/{create_comment().pk}/report/", reason="spam")

    assert (response.status_code, Report.objects.count()) == (429, 10)
    assert 0 < int(response.headers["Retry-After"]) <= 60 * 60


def test_report_of_a_comment_that_is_not_public_is_404(client):
    comment = create_comment(state="waiting")

    assert press(client, f"/comments/{comment.pk}/report/", reason="spam").status_code == 404


def test_follow_mails_are_throttled(client, mailoutbox):
    for n in range(6):
        address = f"/comments/on/articles.article/{create_article().pk}/follow/"
        response = press(client, address, email=f"stranger-{n}@example.org")

    assert (response.status_code, len(mailoutbox)) == (429, 5)
    assert 0 < int(response.headers["Retry-After"]) <= 60 * 60


@pytest.mark.parametrize(
    ("setting", "value", "text"),
    [
        ("COMMENTS_OPEN", False, "closed across the Hub"),
        ("COMMENTS_CLOSE_AFTER_DAYS", 30, "Comments close 30 days after we publish"),
    ],
)
def test_closed_box_says_so_kindly_and_keeps_what_was_typed(client, settings, setting, value, text):
    article = create_article(published_at=timezone.now() - timedelta(days=40))
    address, data = form_of(client, article)
    setattr(settings, setting, value)

    page, answer = client.get(article.get_absolute_url()), client.post(address, data, headers=HERE)

    assert text in page.text
    assert "comment-form" not in page.text
    assert (answer.status_code, HubComment.objects.count()) == (403, 0)
    assert WORDS in answer.text


def test_staff_keep_an_old_thread_open(client, settings):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 30
    article = create_article(published_at=timezone.now() - timedelta(days=40))
    Discussion.objects.create(kind="articles.article", object_id=article.pk, switch="open")

    assert send_comment(client, article).status_code == 302


def test_page_whose_thread_is_off_shows_neither_comments_nor_box(client):
    comment = create_comment(comment="Old words.")
    Discussion.objects.update(switch="off")

    html = client.get(comment.discussion.item.get_absolute_url()).text

    assert "Old words." not in html
    assert 'id="comments"' not in html
    assert client.get(comment.get_absolute_url()).status_code == 404
