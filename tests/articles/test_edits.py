import json

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from articles.models import Article, Perspective
from content.editing import KeptEdit
from tests.articles.desk import address, form_of, sign_in
from tests.factories import create_article, create_groups, create_topic

pytestmark = pytest.mark.django_db


def post(client, article, data, button="_save"):
    return client.post(address(article), data | {button: "1"}, follow=True)


def two_forms(client, article):
    """The same article, opened twice and written in twice."""
    titles = ["The first wrote this", "The second did"]
    return [form_of(client, article, title=title) for title in titles]


def log_in_with(client, user, work, **fields):
    data = {"username": user.username, "password": "a-long-password-1", "rescued": work} | fields
    return client.post(reverse("admin:login"), data, follow=True)


def test_second_editor_is_told_and_sees_both_texts(client):
    article = create_article(title="Before")
    sign_in(client, "Editors")
    first, second = two_forms(client, article)

    post(client, article, first)
    page = post(client, article, second)
    article.refresh_from_db()

    assert article.title == "The first wrote this"
    assert "Somebody else saved this while you were writing" in page.text
    [change] = page.context["both_texts"]
    assert (change.old, change.new) == ("The first wrote this", "The second did")


def test_second_editor_may_keep_their_text_and_the_first_stays_in_history(client):
    article = create_article(title="Before")
    sign_in(client, "Editors")
    first, second = two_forms(client, article)

    post(client, article, first)
    told = post(client, article, second)
    post(client, article, second | {"version": told.context["adminform"].form.version})
    article.refresh_from_db()
    history = client.get(address(article, "history")).text

    assert article.title == "The second did"
    assert "<del>first</del>" in history
    assert "<ins>second</ins>" in history


def test_second_editor_may_keep_their_text_as_a_draft(client):
    article = create_article()
    sign_in(client, "Editors")
    first, second = two_forms(client, article)

    post(client, article, first)
    post(client, article, second, "_keep")

    assert KeptEdit.objects.of(article).get().data()["title"] == "The second did"


def test_kept_edits_stay_out_of_sight_until_published(client):
    article = create_article(title="Live", groups=create_groups()[:1])
    Perspective.objects.create(
        article=article, group=create_groups()[0], heading="Live heading", body="<p>B</p>"
    )
    sign_in(client, "Editors")
    edits = form_of(client, article, title="Kept", **{"perspectives-0-heading": "Kept heading"})

    post(client, article, edits, "_keep")
    seen = client.get(article.get_absolute_url()).text
    post(client, article, form_of(client, article))
    published = client.get(article.get_absolute_url()).text

    assert ("Kept" in seen, "Live heading" in seen) == (False, True)
    assert ("Kept heading" in published, "Live heading" in published) == (True, False)
    assert not KeptEdit.objects.exists()


def test_kept_edits_can_be_compared_and_dropped(client):
    article = create_article(title="The live title", topics=[create_topic(name="trust")])
    sign_in(client, "Editors")
    edits = form_of(client, article, title="The kept title", topics=[])

    post(client, article, edits, "_keep")
    changes = client.get(address(article, "compare")).context["changes"]
    client.post(address(article, "drop"))
    article.refresh_from_db()

    assert [(change.old, change.new) for change in changes] == [
        ("The live title", "The kept title"),
        ("trust", ""),
    ]
    assert article.title == "The live title"
    assert not KeptEdit.objects.exists()


def test_looking_at_kept_edits_changes_nothing(client):
    article = create_article()
    sign_in(client, "Editors")
    post(client, article, form_of(client, article, title="Kept", slug="kept-slug"), "_keep")
    before = Article.objects.values().get(pk=article.pk)

    client.get(address(article, "compare"))
    client.get(address(article))
    client.get(address(article, "drop"))

    assert Article.objects.values().get(pk=article.pk) == before
    assert KeptEdit.objects.count() == 1


def test_live_edit_meanwhile_is_told_when_kept_edits_are_published(client):
    article = create_article(title="Live")
    sign_in(client, "Editors")
    post(client, article, form_of(client, article, title="Kept"), "_keep")
    article.title = "Changed elsewhere"
    article.save()

    page = post(client, article, form_of(client, article))

    assert "Somebody else saved this" in page.text


@pytest.mark.parametrize("new", [True, False], ids=["new", "existing"])
def test_session_that_ran_out_loses_nothing(client, new):
    article = None if new else create_article()
    user = sign_in(client)
    typed = form_of(client, article, title="An hour’s work", body="<p>A thousand words</p>")
    Session.objects.all().delete()

    asked = client.post(address(article), typed | {"_continue": "1"})
    work = asked.context["rescued"]
    opened = log_in_with(client, user, work, next=address(article))

    assert (asked.status_code, asked.wsgi_request.path) == (200, address(article))
    assert opened.context["adminform"].form["title"].value() == "An hour’s work"
    assert opened.context["adminform"].form["body"].value() == "<p>A thousand words</p>"
    assert "It is not saved yet" in opened.text


def test_rescued_work_is_forgotten_once_saved(client):
    article = create_article()
    user = sign_in(client)
    typed = form_of(client, article, title="An hour’s work")
    client.logout()
    work = client.post(address(article), typed | {"_save": "1"}).context["rescued"]
    log_in_with(client, user, work)

    post(client, article, form_of(client, article))
    article.refresh_from_db()

    assert article.title == "An hour’s work"
    assert "rescued" not in client.get(address(article)).context["adminform"].form.data


def test_wrong_password_keeps_the_rescued_work(client):
    article = create_article()
    user = sign_in(client)
    typed = form_of(client, article)
    client.logout()
    work = client.post(address(article), typed).context["rescued"]

    again = log_in_with(client, user, work, password="wrong")

    assert again.context["rescued"] == work


def test_forged_rescue_is_ignored(client):
    user = sign_in(client)
    client.logout()

    response = log_in_with(client, user, json.dumps({"path": "/"}), next=reverse("admin:index"))

    assert response.status_code == 200
    assert "rescued" not in client.session
