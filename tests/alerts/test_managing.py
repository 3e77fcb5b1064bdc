import pytest

from alerts import mail
from alerts.models import Subscription
from content.tokens import make_token
from tests.alerts.reader import subscribe
from tests.comments.visitor import HERE

pytestmark = pytest.mark.django_db


def page(subscriber):
    return f"/alerts/mine/{make_token('alert-manage', subscriber.pk)}/"


def stop_page(subscriber):
    return f"/alerts/stop/{make_token('alert-stop', subscriber.pk)}/"


def press(client, subscriber, do, **fields):
    return client.post(page(subscriber), {"do": do, **fields}, headers=HERE)


def test_page_shows_every_list_in_words(client):
    subscription = subscribe("/news/?for=councillors")
    subscribe("/publications/")

    html = client.get(page(subscription.subscriber)).content.decode()

    assert "News for councillors" in html
    assert "Publications" in html


def test_page_costs_the_same_however_many_lists(client, django_assert_max_num_queries):
    for year in range(2000, 2010):
        subscription = subscribe(f"/news/?year={year}")

    with django_assert_max_num_queries(8):
        client.get(page(subscription.subscriber))


def test_one_list_is_stopped(client):
    first, second = subscribe("/news/"), subscribe("/insight/")

    press(client, first.subscriber, f"stop-{first.pk}")

    assert list(Subscription.objects.live()) == [second]


def test_all_lists_are_stopped(client):
    subscriber = subscribe("/news/").subscriber
    subscribe("/insight/")

    press(client, subscriber, "stop-all")

    assert not Subscription.objects.live().exists()


def test_frequency_is_changed(client):
    subscription = subscribe("/news/")

    press(client, subscription.subscriber, "save", **{f"frequency-{subscription.pk}": "weekly"})

    subscription.refresh_from_db()
    assert subscription.frequency == "weekly"


def test_alerts_are_paused_and_go_on(client):
    subscription = subscribe("/news/")
    subscriber = subscription.subscriber

    press(client, subscriber, "pause")
    subscriber.refresh_from_db()
    assert subscriber.paused_at

    press(client, subscriber, "resume")
    subscriber.refresh_from_db()
    assert subscriber.paused_at is None


@pytest.mark.parametrize(
    "do", ["", "nothing", "stop-", "stop-x", "stop-999999", "stop-" + "9" * 400, "stop-²"]
)
def test_unknown_button_changes_nothing(client, do):
    subscription = subscribe("/news/")

    assert press(client, subscription.subscriber, do).status_code == 302
    assert list(Subscription.objects.live()) == [subscription]


def test_lists_of_somebody_else_cannot_be_stopped(client):
    mine, theirs = subscribe("/news/"), subscribe("/news/", email="eve@example.org")

    press(client, theirs.subscriber, f"stop-{mine.pk}")

    assert mine in Subscription.objects.live()


def test_change_from_another_site_is_refused(client):
    subscription = subscribe("/news/")

    response = client.post(
        page(subscription.subscriber), {"do": "stop-all"}, headers={"Origin": "http://x.example"}
    )

    assert response.status_code == 403
    assert Subscription.objects.live().exists()


def test_one_click_from_a_mail_program_stops_without_redirect(client):
    subscriber = subscribe("/news/").subscriber

    for _ in range(2):
        response = client.post(stop_page(subscriber), {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200

    assert not Subscription.objects.live().exists()


def test_one_click_works_without_cookie_or_token_check(client):
    client.handler.enforce_csrf_checks = True
    subscriber = subscribe("/news/").subscriber

    assert client.post(stop_page(subscriber), {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_following_the_stop_link_stops_nothing_by_itself(client):
    subscriber = subscribe("/news/").subscriber

    html = client.get(stop_page(subscriber)).content.decode()

    assert "<button" in html
    assert Subscription.objects.live().exists()


def test_links_in_mails_open_these_pages(client):
    subscriber = subscribe("/news/").subscriber
    address = mail.link("manage", "alert-manage", subscriber.pk)

    assert client.get(address.removeprefix("http://hub.example.org")).status_code == 200
