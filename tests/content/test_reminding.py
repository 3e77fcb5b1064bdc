from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article
from content import reminding
from tests.factories import create_article
from tests.racing import overtake

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return User.objects.create_user("owner", "owner@example.org", first_name="Ola")


def due(owner, **fields):
    return create_article(owner=owner, review_by=timezone.localdate(), **fields)


def test_owner_hears_once_of_all_that_is_due(owner, mailoutbox):
    first, second = due(owner), due(owner)

    call_command("remind_owners")
    call_command("remind_owners")

    [mail] = mailoutbox
    assert mail.to == ["owner@example.org"]
    assert (first.title in mail.body, second.title in mail.body) == (True, True)


def test_two_that_remind_at_once_remind_once(owner, mailoutbox, monkeypatch):
    due(owner)
    overtake(monkeypatch, reminding, "_remind", by=reminding.remind_owners)
    reminding.remind_owners()

    assert len(mailoutbox) == 1


def test_new_date_reminds_again(owner, mailoutbox):
    article = due(owner)
    call_command("remind_owners")
    article.refresh_from_db()
    article.review_by = timezone.localdate() - timedelta(days=1)
    article.save()

    call_command("remind_owners")

    assert len(mailoutbox) == 2


def test_reminder_is_no_change_that_readers_see(owner):
    article = due(owner)

    call_command("remind_owners")

    assert Article.objects.get(pk=article.pk).changed_at == article.changed_at


@pytest.mark.parametrize("fields", [{"review_by": None}, {"published_at": None}, {"owner": None}])
def test_nobody_is_reminded_of_what_is_not_due(owner, mailoutbox, fields):
    create_article(**{"owner": owner, "review_by": timezone.localdate()} | fields)

    call_command("remind_owners")

    assert mailoutbox == []
