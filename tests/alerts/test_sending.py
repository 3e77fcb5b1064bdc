"""What alerts tell, to whom, and what they leave out."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from alerts.models import Subscriber, Subscription
from alerts.sending import send_alerts
from articles.models import Article
from tests.alerts.reader import DAY, subscribe
from tests.factories import (
    NOT_LISTED,
    create_article,
    create_groups,
    create_project,
    create_publication,
    yesterday,
)

pytestmark = pytest.mark.django_db


def test_new_item_is_told_to_who_follows_its_list():
    article = create_article(kind="news")
    create_article(kind="insight")
    subscribe("/news/")

    assert send_alerts() == 1
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["ada@example.org"], article.title)
    assert f"http://hub.example.org{article.get_absolute_url()}" in message.body
    assert article.standfirst in message.body


def test_all_lists_of_a_person_come_in_one_mail():
    for address in ["/news/", "/insight/", "/publications/"]:
        subscribe(address)
    made = [create_article(kind="news"), create_article(kind="insight"), create_publication()]

    send_alerts()

    assert len(mail.outbox) == 1
    assert all(item.title in mail.outbox[0].body for item in made)


def test_list_of_a_group_tells_every_kind():
    group = create_groups()[0]
    made = [create(groups=[group]) for create in [create_article, create_publication, create_project]]
    subscribe("/for/councillors/")

    send_alerts()

    assert all(item.title in mail.outbox[0].body for item in made)


def test_filters_of_the_list_are_kept():
    groups = create_groups()
    wanted, other = create_article(groups=groups[:1]), create_article(groups=groups[1:2])
    subscribe("/news/?for=councillors")

    send_alerts()

    assert wanted.title in mail.outbox[0].body
    assert other.title not in mail.outbox[0].body


def test_mail_says_the_same_as_html():
    article = create_article(title="Trust & <care>")
    subscribe("/news/")

    send_alerts()

    html = mail.outbox[0].alternatives[0].content
    assert "Trust &amp; &lt;care&gt;" in html
    assert article.get_absolute_url() in html
    assert "Trust & <care>" in mail.outbox[0].body


def test_mail_can_be_stopped_with_one_click(client):
    create_article()
    subscribe("/news/")
    send_alerts()
    headers = mail.outbox[0].extra_headers

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>").removeprefix("http://hub.example.org")
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.live().filter(subscriber__email="ada@example.org").exists()


def test_nothing_new_is_no_mail():
    create_article(published_at=timezone.now() - 9 * DAY)
    subscribe("/news/")

    assert send_alerts() == 0


def test_nothing_is_told_twice():
    create_article()
    subscribe("/news/")

    assert [send_alerts(), send_alerts(), send_alerts(timezone.now() + DAY)] == [1, 0, 0]


def test_what_appears_later_is_told_later():
    subscribe("/news/")
    send_alerts()
    Subscription.objects.update(told_up_to=timezone.now() - DAY)
    article = create_article(published_at=timezone.now() - timedelta(hours=2))

    send_alerts()

    assert mail.outbox[0].subject == article.title


def test_item_that_is_being_saved_now_waits_for_the_next_run():
    subscribe("/news/")
    create_article(published_at=timezone.now())

    assert [send_alerts(), send_alerts(timezone.now() + DAY)] == [0, 1]


def test_item_published_under_an_earlier_date_is_told():
    subscribe("/news/", told_days_ago=1)
    article = Article(title="From the archive", slug="archive", standfirst="Late, not lost.")
    article.published_at = timezone.now() - 900 * DAY
    article.save()

    assert send_alerts(timezone.now() + DAY) == 1
    assert mail.outbox[0].subject == "From the archive"


def test_item_that_readers_have_seen_is_not_told_again():
    article = create_article(published_at=timezone.now() - 9 * DAY)
    subscribe("/news/")
    for date in [None, timezone.now() - DAY, timezone.now() - timedelta(hours=1)]:
        article.published_at = date
        article.save()
    Article.objects.update(published_at=timezone.now() - timedelta(hours=1))

    assert send_alerts() == 0


def test_weekly_list_is_told_once_a_week():
    create_article()
    subscribe("/news/", frequency="weekly", told_days_ago=2)
    now = timezone.now()

    assert [send_alerts(now + days * DAY) for days in range(7)] == [0, 0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    "state",
    [
        {"confirmed_at": None},
        {"ended_at": yesterday()},
    ],
    ids=["not confirmed", "ended"],
)
def test_who_did_not_confirm_or_stopped_gets_nothing(state):
    create_article()
    subscription = subscribe("/news/")
    Subscription.objects.filter(pk=subscription.pk).update(**state)

    assert send_alerts() == 0


def test_paused_person_gets_nothing():
    create_article()
    subscribe("/news/")
    Subscriber.objects.update(paused_at=timezone.now())

    assert send_alerts() == 0


@pytest.mark.parametrize("dates", NOT_LISTED.values(), ids=NOT_LISTED)
def test_only_what_lists_show_is_told(dates):
    create_article(**dates)
    subscribe("/news/")

    assert send_alerts() == 0


def test_list_whose_page_is_gone_tells_nothing_and_breaks_nothing():
    create_article()
    subscribe("/for/nobody/")
    subscribe("/nowhere/")
    subscribe("/news/")

    assert send_alerts() == 1


def test_long_list_is_cut_with_a_link_to_the_rest():
    for _ in range(25):
        create_article()
    subscribe("/news/")

    send_alerts()

    assert "All 25: http://hub.example.org/news/" in mail.outbox[0].body


def test_one_list_is_read_once_for_all(django_assert_max_num_queries):
    create_article()
    for n in range(30):
        subscribe("/news/", email=f"reader{n}@example.org")

    with django_assert_max_num_queries(30 * 3 + 30):  # a transaction a mail; everything else once
        assert send_alerts() == 30
