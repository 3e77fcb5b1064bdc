import pytest
from django.utils import timezone

from alerts.forgetting import forget
from alerts.models import Subscriber, Subscription
from comments.models.comment import email_key
from tests.alerts.reader import DAY, subscribe

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "kept"), [(27, True), (29, False)])
def test_address_is_forgotten_28_days_after_the_last_list_ended(days, kept):
    now = timezone.now()
    for address in ["/news/", "/insight/"]:
        subscribe(address)
    first, last = Subscription.objects.all()
    Subscription.objects.filter(pk=first.pk).update(ended_at=now - 100 * DAY)
    Subscription.objects.filter(pk=last.pk).update(ended_at=now - days * DAY)

    forget(now)

    assert Subscriber.objects.exclude(email="").exists() is kept


def test_address_with_a_live_list_stays():
    subscribe("/news/")

    assert forget(timezone.now() + 1000 * DAY) == 0


def test_request_that_nobody_confirmed_is_forgotten_after_three_days():
    subscribe("/news/")
    Subscription.objects.update(confirmed_at=None)
    now = timezone.now()

    assert [forget(now + 2 * DAY), forget(now + 4 * DAY), forget(now + 4 * DAY)] == [0, 1, 0]
    assert list(Subscription.objects.all()) == []


def test_forgotten_address_leaves_no_hash():
    subscribe("/news/")
    Subscription.objects.update(ended_at=timezone.now() - 29 * DAY)
    forget()

    assert Subscriber.objects.get().email_key != email_key("ada@example.org")


def test_network_hashes_go_after_two_days():
    subscription = subscribe("/news/")
    Subscription.objects.filter(pk=subscription.pk).update(address_key="a", network_key="b")
    forget(timezone.now() + 3 * DAY)

    assert Subscription.objects.values_list("address_key", "network_key").get() == ("", "")
