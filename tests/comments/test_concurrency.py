"""Many at once: every reply is stored in a place of its own, every link works once."""

import pytest
from django.db import IntegrityError
from django.test import Client

from comments.forms import CommentForm
from comments.models import HubComment
from content.tokens import make_token
from tests.comments.visitor import HERE, form_of
from tests.factories import create_comment
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixty_replies_at_once_have_sixty_places(client, settings):
    settings.COMMENTS_LIMIT_TIMES = 100
    first = create_comment()
    forms = [form_of(client, first.discussion.item)[1] for _ in range(60)]

    def reply(n):
        data = forms[n] | {"comment": f"Reply {n}.", "email": f"writer-{n}@example.org"}
        return Client().post(f"/comments/{first.pk}/reply/", data, headers=HERE).status_code

    statuses = at_once(reply, range(60))

    replies = HubComment.objects.exclude(pk=first.pk)
    assert statuses == [302] * 60
    assert replies.count() == 60
    assert len({reply.order for reply in replies} | {first.order}) == 61
    assert {reply.thread_id for reply in replies} == {first.pk}


def test_one_form_sent_by_eight_at_once_makes_one_comment(client, settings):
    settings.COMMENTS_LIMIT_TIMES = 100
    address, data = form_of(client, create_comment().discussion.item)

    statuses = at_once(lambda _: Client().post(address, data, headers=HERE).status_code, range(8))

    assert statuses == [302] * 8
    assert HubComment.objects.filter(user_name="Dawn").count() == 1


def test_form_that_passed_twice_makes_one_comment(client, rf, monkeypatch):
    monkeypatch.setattr(CommentForm, "_same_already", lambda form: None)  # what both saw, a moment ago
    discussion = create_comment().discussion
    _, data = form_of(client, discussion.item)
    passed = [CommentForm(discussion, data, request=rf.post("/", headers=HERE)) for _ in range(2)]
    assert all(form.is_valid() for form in passed)

    assert passed[0].save().pk == passed[1].save().pk


def test_link_pressed_by_eight_at_once_confirms_once():
    comment = create_comment(state="unconfirmed", followup=True)
    address = f"/comments/confirm/{make_token('comment-confirm', comment.pk)}/"

    statuses = at_once(lambda _: Client().post(address, headers=HERE).status_code, range(8))

    assert statuses == [302] * 8
    assert comment.records.count() == 1


def test_comment_is_confirmed_once_even_without_its_lock():
    comment = create_comment(state="unconfirmed")
    twice = [HubComment.objects.get(pk=comment.pk) for _ in range(2)]
    twice[0].confirm([], show=True)

    with pytest.raises(IntegrityError):
        twice[1].confirm([], show=True)


def test_eight_reports_at_once_from_one_address_count_once():
    comment = create_comment()
    address = f"/comments/{comment.pk}/report/"

    statuses = at_once(
        lambda _: Client().post(address, {"reason": "spam"}, headers=HERE).status_code, range(8)
    )

    assert statuses == [200] * 8
    assert comment.reports.count() == 1
