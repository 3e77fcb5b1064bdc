import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from tests.articles.desk import sign_in
from tests.factories import create_article

pytestmark = pytest.mark.django_db


def allowed(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_three_groups_ship():
    assert set(Group.objects.values_list("name", flat=True)) == {"Writers", "Editors", "Moderators"}


def test_writers_write_and_do_not_publish():
    assert "change_article" in allowed("Writers")
    assert [name for name in allowed("Writers") if name.startswith(("publish_", "delete_"))] == []


def test_editors_publish_and_moderate():
    assert {"publish_article", "change_article", "can_moderate"} <= allowed("Editors")


def test_moderators_see_comments_only():
    assert "can_moderate" in allowed("Moderators")
    assert not allowed("Moderators") & allowed("Writers")


def test_nobody_of_the_groups_manages_staff():
    everyone = allowed("Writers") | allowed("Editors") | allowed("Moderators")

    assert not {"add_user", "change_user", "change_group", "add_permission"} & everyone


def test_another_migrate_leaves_changed_groups_alone():
    Group.objects.get(name="Writers").permissions.clear()

    call_command("migrate", verbosity=0)

    assert allowed("Writers") == set()


def test_index_shows_a_moderator_nothing_of_drafts(client):
    create_article(published_at=None)
    sign_in(client, "Moderators")

    assert "articles: drafts" not in client.get(reverse("admin:index")).text
