"""A form says where it was sent from and when it was made, and is taken once."""

import pytest

from comments.forms import make_stamp
from comments.models import Discussion, HubComment
from tests.comments.visitor import HERE, WORDS, form_of, send_comment
from tests.factories import create_article

pytestmark = pytest.mark.django_db


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


def test_fresh_stamp_for_a_page_out_of_a_cache(client):
    article = create_article()

    response = client.get(f"/comments/on/articles.article/{article.pk}/stamp/")

    assert send_comment(client, article, stamp=response.text).status_code == 302
    assert "no-store" in response["Cache-Control"]


def test_stamps_differ():
    discussion = Discussion(kind="articles.article", object_id=1)

    assert len({make_stamp(discussion) for _ in range(50)}) == 50
