"""The moderators' queue: what it shows, what can be done, and that it is written down."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from comments.models import BlockedSender, DeclineReason, Discussion, HubComment, Report
from tests.comments.visitor import own_page
from tests.factories import create_article, create_comment, create_publication

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/hubcomment/"


@pytest.fixture
def moderator(client):
    """Log in somebody who may change comments and nothing else."""
    user = User.objects.create_user("mod", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_hubcomment"))
    client.force_login(user)
    return user


def act(client, action, *comments, **data):
    data |= {"action": action, "_selected_action": [comment.pk for comment in comments]}
    return client.post(f"{QUEUE}?queue=all", data, follow=True)


def act_on_form(client, action, comment, **data):
    data = {f"CHANGE_FORM-{name}": value for name, value in {"action": action, **data}.items()}
    return client.post(f"{QUEUE}{comment.pk}/change/", data | {"_selected_action": [comment.pk]}, follow=True)


def test_queue_shows_what_waits_oldest_first_with_all_that_a_decision_needs(client, moderator):
    article = create_article(title="Forty knocks")
    asked = create_comment(article, user_name="Ivor", comment="Who counted?")
    create_comment(article, user_email="dawn@example.org")
    create_comment(article, user_email="dawn@example.org", state="declined")
    held = {"state": "waiting", "held_because": "links word", "user_email": "dawn@example.org"}
    create_comment(answers=asked, comment="We did.", **held)
    create_comment(article, state="unconfirmed", comment="Not yet.")

    html = client.get(QUEUE).content.decode()

    for text in ["Forty knocks", "In answer to Ivor", "Who counted?", "We did.", "several links"]:
        assert text in html
    assert "1 shown, 1 declined, 0 reported" in html
    assert "Not yet." not in html
    assert html.count('class="action-select"') == 1


def test_queue_holds_reported_comments_until_they_are_looked_at(client, moderator):
    comment = create_comment()
    Report.objects.create(comment=comment, reason="spam", address_key="a")
    assert "1 open report" in client.get(QUEUE).content.decode()

    act(client, "approve", comment)

    assert "action-select" not in client.get(QUEUE).content.decode()


def test_queue_costs_the_same_however_long(client, moderator, django_assert_max_num_queries):
    for _ in range(12):
        create_comment(state="waiting", answers=create_comment())

    with django_assert_max_num_queries(14):
        assert client.get(QUEUE).status_code == 200


def test_approved_comment_is_on_the_page_and_the_decision_on_record(client, moderator):
    article = create_article()
    comment = create_comment(article, state="waiting", comment="Good point.")

    act(client, "approve", comment)

    record = comment.records.get()
    assert (record.did, record.by) == ("approved", moderator)
    assert "Good point." in client.get(article.get_absolute_url()).content.decode()


def test_several_are_approved_at_once(client, moderator):
    comments = [create_comment(state="waiting") for _ in range(3)]

    act(client, "approve", *comments)

    assert HubComment.objects.shown().count() == 3


@pytest.mark.parametrize("where", [act, act_on_form], ids=["queue", "form"])
def test_declined_comment_tells_its_writer_the_reason(client, moderator, mailoutbox, where):
    reason = DeclineReason.objects.create(title="Personal", text="It named a patient.")
    comment = create_comment(state="waiting")

    send = {"reason": reason.pk, "tell": "on"}
    act_on_form(client, "decline", comment, **send) if where is act_on_form else act(
        client, "decline", comment, **send
    )

    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("declined", reason)
    assert "It named a patient." in mailoutbox[0].body
    assert "It named a patient." in client.get(own_page(comment)).content.decode()


def test_declining_without_telling_sends_nothing(client, moderator, mailoutbox):
    act(client, "decline", create_comment(state="waiting"))

    assert mailoutbox == []


def test_declining_a_shown_comment_removes_it_and_leaves_a_marker_over_replies(client, moderator):
    article = create_article()
    comment = create_comment(article, comment="Rude words.")
    create_comment(answers=comment, comment="A calm answer.")

    act(client, "decline", comment)

    html = client.get(article.get_absolute_url()).content.decode()
    assert "Rude words." not in html
    assert "This comment was removed." in html
    assert "A calm answer." in html


def test_unconfirmed_comment_cannot_be_approved(client, moderator):
    comment = create_comment(state="unconfirmed")

    act(client, "approve", comment)

    comment.refresh_from_db()
    assert comment.state == "unconfirmed"


def test_comment_that_was_changed_a_moment_ago_is_not_approved_unseen(client, moderator):
    comment = create_comment(state="waiting", edited_at=timezone.now())

    response = act(client, "approve", comment)

    comment.refresh_from_db()
    assert comment.state == "waiting"
    assert "changed by the writer" in response.content.decode()


def test_comment_that_its_writer_withdrew_cannot_be_brought_back(client, moderator):
    comment = create_comment()
    comment.withdraw()

    act(client, "approve", comment)

    comment.refresh_from_db()
    assert comment.state == "withdrawn"


def test_closing_a_thread_takes_the_box_away(client, moderator):
    article = create_article()
    comment = create_comment(article)

    act(client, "close_thread", comment)

    html = client.get(article.get_absolute_url()).content.decode()
    assert "Comments on this page are closed." in html
    assert "comment-form" not in html
    assert Discussion.objects.get().records.get().by == moderator


@pytest.mark.parametrize(
    ("action", "value"), [("block_address", "d.e@spam.example"), ("block_domain", "spam.example")]
)
def test_blocking_takes_the_address_or_its_domain(client, moderator, action, value):
    comment = create_comment(user_email="D.E@spam.EXAMPLE", state="waiting")

    act(client, action, comment)

    assert BlockedSender.objects.get().value == value
    assert comment.records.get().did == "sender blocked"


def test_author_badge_is_set_by_moderators_and_shown(client, moderator):
    comment = create_comment()

    act(client, "mark_author", comment)

    comment.refresh_from_db()
    assert "Author of this piece" in comment.html


def test_form_of_a_comment_shows_reports_and_history_and_changes_no_words(client, moderator):
    comment = create_comment(comment="Mine.")
    Report.objects.create(comment=comment, reason="false", note="Not so.", address_key="a")
    comment.record("hidden", note="3 reports")

    response = client.post(f"{QUEUE}{comment.pk}/change/", {"comment": "Yours.", "badge": ""}, follow=True)

    comment.refresh_from_db()
    assert (response.status_code, comment.comment) == (200, "Mine.")
    html = client.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert "Not so." in html
    assert "3 reports" in html


def test_nobody_without_the_permission_gets_to_the_queue(client):
    client.force_login(User.objects.create_user("editor", is_staff=True))
    comment = create_comment(state="waiting")

    assert client.get(QUEUE).status_code == 403
    assert act(client, "approve", comment).status_code == 403


def test_staff_open_the_thread_of_a_publication_by_its_address(admin_client):
    publication = create_publication()

    admin_client.post(
        reverse("admin:comments_discussion_add"),
        {"page": f"http://testserver{publication.get_absolute_url()}", "switch": "open"},
    )

    discussion = Discussion.objects.get()
    assert (discussion.item, discussion.is_shown) == (publication, True)


@pytest.mark.parametrize("address", ["/nowhere/", "/about/", "http://[", "x" * 500])
def test_thread_of_a_page_that_cannot_have_one_is_refused_in_words(admin_client, address):
    response = admin_client.post(
        reverse("admin:comments_discussion_add"), {"page": address, "switch": "open"}
    )

    assert response.status_code == 200
    assert Discussion.objects.count() == 0


def test_every_page_of_the_comments_admin_opens(admin_client):
    comment = create_comment()
    models = ["hubcomment", "discussion", "declinereason", "blockedsender", "blockedword"]
    for model in models:
        assert admin_client.get(reverse(f"admin:comments_{model}_changelist")).status_code == 200
    assert (
        admin_client.get(
            reverse("admin:comments_discussion_change", args=[comment.discussion_id])
        ).status_code
        == 200
    )
