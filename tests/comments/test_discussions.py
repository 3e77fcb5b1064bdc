"""Where comments are taken, and what becomes of those on what has gone."""

import pytest
from django.urls import reverse

from comments.models import Discussion, HubComment
from tests.comments.visitor import HERE, WORDS, form_of, send_comment
from tests.factories import create_article, create_comment, create_project, create_publication, tomorrow

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("create", [create_publication, create_project])
def test_publications_and_projects_show_their_thread_once_staff_have_opened_it(client, create):
    item = create()
    assert 'id="comments"' not in client.get(item.get_absolute_url()).text

    Discussion.objects.create(kind=item._meta.label_lower, object_id=item.pk, switch="open")

    assert "Why not be the first?" in client.get(item.get_absolute_url()).text
    assert send_comment(client, item).status_code == 302
