import pytest
from django.urls import reverse

from articles.models import Article, Authorship, Perspective
from tests.articles.desk import address, form_of, sign_in
from tests.factories import create_article, create_groups, create_person, create_topic

pytestmark = pytest.mark.django_db


def post(client, article, data):
    return client.post(address(article), data | {"_save": "1"}, follow=True)


def test_restore_brings_back_text_perspectives_groups_and_topics(client):
    groups, topics = create_groups(), [create_topic(name="trust"), create_topic(name="money")]
    article = create_article(title="First", body="<p>First text</p>", groups=groups[:2], topics=topics[:1])
    person = create_person()
    Authorship.objects.create(article=article, person=person, role="First role")
    Perspective.objects.create(article=article, group=groups[0], heading="First stance", body="<p>First</p>")
    sign_in(client, "Editors")
    changed = form_of(
        client,
        article,
        title="Second",
        slug="second",
        body="<p>Second text</p>",
        groups=[groups[5].pk],
        topics=[topics[1].pk],
        **{
            "perspectives-0-DELETE": "on",
            "authorships-0-role": "Second role",
            "perspectives-TOTAL_FORMS": "2",
            "perspectives-1-group": groups[3].pk,
            "perspectives-1-heading": "Second stance",
            "perspectives-1-body": "<p>Second</p>",
        },
    )
    post(client, article, changed)
    entries = client.get(address(article, "history")).context["entries"]

    client.post(reverse("admin:articles_article_revision", args=[article.pk, entries[-1]["version"].pk]))
    article = Article.objects.get(pk=article.pk)

    assert (article.title, article.body) == ("First", "<p>First text</p>")
    assert (article.slug, article.state) == ("second", "live")
    assert list(article.groups.all()) == groups[:2]
    assert list(article.topics.all()) == topics[:1]
    assert list(article.perspectives.values_list("heading", flat=True)) == ["First stance"]
    assert list(article.authorships.values_list("role", flat=True)) == ["First role"]


def test_history_says_who_changed_what(client):
    article = create_article(title="First title")
    user = sign_in(client, "Editors")

    post(client, article, form_of(client, article, title="Second title"))
    page = client.get(address(article, "history"))

    assert user.username in page.text
    assert "<del>First</del><ins>Second</ins> title" in page.text


def test_reading_the_history_changes_nothing(client):
    article = create_article(title="First", groups=create_groups())
    sign_in(client, "Editors")
    post(client, article, form_of(client, article, title="Second"))
    before = Article.objects.values().get(pk=article.pk)

    client.get(address(article, "history"))

    assert Article.objects.values().get(pk=article.pk) == before


def test_writer_cannot_restore_a_live_article(client):
    article = create_article(title="First")
    sign_in(client, "Editors")
    post(client, article, form_of(client, article, title="Second"))
    version = client.get(address(article, "history")).context["entries"][-1]["version"]
    sign_in(client, "Writers")

    response = client.post(reverse("admin:articles_article_revision", args=[article.pk, version.pk]))

    assert response.status_code == 403
