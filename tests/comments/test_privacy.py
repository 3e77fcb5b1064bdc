"""Held words are nowhere public, reading changes nothing, and who asks is erased or told what is kept."""

import json

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from comments import personal
from comments.models import Follow, HubComment
from content.tokens import make_token
from tests.comments.visitor import send_comment
from tests.factories import create_article, create_comment, tomorrow

pytestmark = pytest.mark.django_db
HIDDEN = ["unconfirmed", "waiting", "declined", "removed", "withdrawn"]
MARK = "Xylophone"
EMAIL = "marked-person@example.org"


def public_pages(comment):
    """Every public address on which a comment of this page could appear."""
    thread = [comment.discussion.kind, comment.discussion.object_id]
    return [
        apps.get_model(thread[0]).objects.get(pk=thread[1]).get_absolute_url(),
        reverse("comments:write", args=thread),
        reverse("comments:feed", args=thread),
        reverse("comments:feed_of_all"),
        reverse("comments:comment", args=[comment.pk]),
        reverse("comments:reply", args=[comment.pk]),
        reverse("comments:report", args=[comment.pk]),
        "/",
        "/news/",
        "/search/?q=words",
    ]


@pytest.mark.parametrize("replied", [True, False])
@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_comment_is_nowhere_public(client, state, replied):
    comment = create_comment(comment=f"{MARK} words", user_name=f"{MARK} name")
    if replied:
        create_comment(answers=comment)
    comment.move(state, "tried")

    for address in public_pages(comment):
        assert MARK not in client.get(address, follow=True).text, address
    count = f"Comments ({1 if replied else 0})"
    assert (count in client.get(public_pages(comment)[0]).text) is replied
    assert client.get(comment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("published_at", [None, tomorrow()])
def test_comment_on_an_unpublished_page_is_nowhere_public(client, published_at):
    article = create_article()
    comment = create_comment(article, comment=f"{MARK} words", user_name=f"{MARK} name")
    article.published_at = published_at
    article.save()

    assert HubComment.objects.public().count() == 0
    for address in public_pages(comment)[:7]:
        assert MARK not in client.get(address).text


def test_shown_comment_would_be_found_by_that_test(client):
    comment = create_comment(comment=f"{MARK} words", user_name=f"{MARK} name")

    found = [address for address in public_pages(comment) if MARK in client.get(address, follow=True).text]

    assert len(found) >= 6


def snapshot():
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.managed
    }


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_changes_nothing(client, method):
    comment = create_comment()
    waiting = create_comment(comment.discussion.item, state="unconfirmed")
    follow = Follow.objects.create(
        discussion=comment.discussion, email="a@example.org", email_key="k", told_up_to=timezone.now()
    )
    tokens = [("confirm", "comment-confirm", [waiting.pk]), ("mine", "comment-mine", [comment.pk])]
    tokens += [("sent", "comment-sent", [waiting.pk]), ("follow_confirm", "comment-follow", [follow.pk])]
    tokens += [("following", "comment-follow", [follow.pk]), ("stop", "comment-stop", [follow.pk])]
    tokens += [("stop_all", "comment-stop-all", ["comment", comment.pk])]
    private = [reverse(f"comments:{name}", args=[make_token(p, *values)]) for name, p, values in tokens]
    thread = [comment.discussion.kind, comment.discussion.object_id]
    stamp, follow_page = reverse("comments:stamp", args=thread), reverse("comments:follow", args=thread)
    before = snapshot()

    for address in [*public_pages(comment), *private, stamp, follow_page]:
        for _ in range(2):
            assert getattr(client, method)(address).status_code in {200, 302}, address

    assert snapshot() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("name", ["write", "follow"])
def test_other_methods_are_refused(client, method, name):
    address = reverse(f"comments:{name}", args=["articles.article", create_article().pk])

    assert getattr(client, method)(address).status_code == 405


def test_visitors_get_no_cookie(client):
    comment = create_comment()
    send_comment(client, comment.discussion.item)

    for address in public_pages(comment):
        client.get(address)

    assert not client.cookies


def test_address_is_in_one_column_and_the_network_in_none(client):
    send_comment(client, create_article(), email=EMAIL)

    rows = json.dumps(snapshot(), default=str)

    assert rows.count(EMAIL) == len(HubComment.__mro__[:3])  # one column, seen by three models
    assert "127.0.0.1" not in rows


def test_erasing_leaves_no_trace_and_the_thread_readable(client):
    article = create_article()
    comment = create_comment(article, user_email=EMAIL, user_name=MARK, comment=f"{MARK} words")
    create_comment(answers=comment, comment="A reply.")
    create_comment(article, user_email=EMAIL.upper(), user_name=MARK)
    Follow.objects.create(discussion=comment.discussion, comment=comment, email_key=comment.email_key)

    assert personal.erase(EMAIL) == 2

    rows = json.dumps(snapshot(), default=str).lower()
    assert EMAIL not in rows
    assert MARK.lower() not in rows
    html = client.get(article.get_absolute_url()).text
    assert "This comment was removed." in html
    assert "A reply." in html


def test_erased_comment_cannot_be_approved():
    comment = create_comment(user_email=EMAIL)

    personal.erase(EMAIL)

    comment.refresh_from_db()
    assert not comment.can_be_decided


def test_export_is_complete(capsys):
    comment = create_comment(user_email=EMAIL, comment="Mine.", group=None)
    comment.record("approved")
    create_comment(user_email="other@example.org", comment="Not mine.")

    call_command("export_person", EMAIL.upper())

    exported = json.loads(capsys.readouterr().out)
    assert [(row["text"], row["state"]) for row in exported["comments"]["comments"]] == [("Mine.", "shown")]


def test_erase_by_command(capsys):
    create_comment(user_email=EMAIL)

    call_command("erase_person", EMAIL)

    assert capsys.readouterr().out.startswith("Erased: ")


def act_on(client, comment, action, **data):
    data |= {"CHANGE_FORM-action": action, "_selected_action": comment.pk}
    return client.post(f"/admin/comments/hubcomment/{comment.pk}/change/", data)


def test_administrator_erases_after_one_more_question(admin_client):
    comment = create_comment(user_email=EMAIL)
    assert "It cannot be undone" in act_on(admin_client, comment, "erase").text
    assert HubComment.objects.filter(user_email=EMAIL).exists()

    act_on(admin_client, comment, "erase", sure="1")

    assert not HubComment.objects.filter(user_email=EMAIL).exists()


def test_administrator_hands_over_what_is_kept(admin_client):
    comment = create_comment(user_email=EMAIL, comment="Mine.")

    response = act_on(admin_client, comment, "export")

    assert response.json()["comments"]["comments"][0]["text"] == "Mine."
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("action", ["export", "erase"])
def test_personal_data_is_not_for_every_moderator(client, action):
    user = User.objects.create_user("mod", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_hubcomment"))
    client.force_login(user)
    comment = create_comment(user_email=EMAIL)

    assert act_on(client, comment, action, sure="1").status_code == 403
    assert HubComment.objects.filter(user_email=EMAIL).exists()
