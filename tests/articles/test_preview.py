from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from reversion.models import Revision

from articles.models import Article, Perspective
from content.previewing import token_for
from tests.articles.desk import address, form_of, sign_in
from tests.factories import create_article, create_groups, create_publication, create_topic, tomorrow

pytestmark = pytest.mark.django_db
NEW = "/admin/articles/article/add/preview/"


def link(item):
    return reverse("articles:preview", args=[token_for(item)])


def test_preview_shows_the_form_as_a_page_and_saves_nothing(client):
    groups = create_groups()
    article = create_article(title="Saved", topics=[create_topic(name="trust")])
    Perspective.objects.create(article=article, group=groups[0], heading="Saved stance", body="<p>B</p>")
    sign_in(client, "Writers")
    before = Article.objects.values().get(pk=article.pk)
    edits = form_of(
        client,
        article,
        title="Unsaved",
        topics=[],
        slug="unsaved",
        **{"perspectives-0-heading": "Unsaved stance"},
    )

    page = client.post(address(article, "preview"), edits | {"_preview": "1"})

    assert "articles/article_detail.html" in [template.name for template in page.templates]
    assert "Unsaved stance" in page.text
    assert [word for word in ["Saved stance", "trust"] if word in page.text] == []
    assert Article.objects.values().get(pk=article.pk) == before
    assert article.perspectives.get().heading == "Saved stance"
    assert not Revision.objects.exists()


def test_preview_of_a_new_article_saves_nothing(client):
    sign_in(client, "Writers")

    page = client.post(
        NEW, form_of(client, title="Brand new", slug="new", standfirst="S", body="<p>Text</p>")
    )

    assert "Brand new" in page.text
    assert not Article.objects.exists()


def test_preview_that_cannot_be_shown_says_why(client):
    sign_in(client, "Writers")

    page = client.post(NEW, form_of(client, title="", slug="bad slug!"))

    assert page.status_code == 422
    assert "your text is still open" in page.text


def test_preview_is_never_cached(client):
    article = create_article()
    sign_in(client, "Writers")

    page = client.post(address(article, "preview"), form_of(client, article))

    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("when", [None, tomorrow()], ids=["draft", "scheduled"])
def test_preview_link_works_without_login_and_says_what_it_is(client, when):
    draft = create_article(published_at=when)

    page = client.get(link(draft))

    assert page.status_code == 200
    assert "This is a preview" in page.text
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies


def test_preview_link_stands_on_the_form(client):
    draft = create_article(published_at=None)
    sign_in(client, "Writers")

    offered = client.get(address(draft)).context["preview_link"]

    assert client.get(offered.removeprefix("http://hub.example.org")).status_code == 200


def test_preview_link_ends_after_seven_days(client, monkeypatch):
    draft = create_article(published_at=None)
    eight_days_ago = (timezone.now() - timedelta(days=8)).timestamp()
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: eight_days_ago)
        old = link(draft)

    assert client.get(old).status_code == 404


def test_preview_link_dies_with_its_slug_and_its_secret(client, settings):
    draft = create_article(published_at=None)
    of_slug = link(draft)
    draft.slug = "renamed"
    draft.save()
    of_secret = link(draft)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-" * 5

    assert [client.get(path).status_code for path in (of_slug, of_secret)] == [404, 404]


def test_preview_link_works_for_its_draft_only(client):
    draft, other = create_article(published_at=None), create_publication(published_at=None)

    forged = reverse("articles:preview", args=[token_for(draft)[:-2] + "xx"])
    of_another_kind = reverse("articles:preview", args=[token_for(other)])

    assert [client.get(path).status_code for path in (forged, of_another_kind)] == [404, 404]


def test_preview_link_leads_to_the_page_once_it_is_live(client):
    article = create_article()

    response = client.get(link(article))

    assert response["Location"] == article.get_absolute_url()
