import pytest
from django.urls import reverse

from articles.models import Article, ArticleLink, Perspective
from content.editing import KeptEdit
from tests.articles.desk import address, form_of, sign_in
from tests.factories import create_article, create_groups, create_topic, tomorrow

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def act(client, action, *articles):
    return client.post(LIST, {"action": action, "_selected_action": [a.pk for a in articles]}, follow=True)


def save(client, article, button="_save", **changes):
    return client.post(address(article), form_of(client, article, **changes) | {button: "1"}, follow=True)


def test_new_article_is_saved_as_a_draft(client):
    sign_in(client, "Writers")
    data = form_of(client, title="A new piece", slug="a-new-piece", standfirst="Short.", body="<p>Text</p>")

    client.post(address(), data | {"_continue": "1"})

    assert Article.objects.get(slug="a-new-piece").state == "draft"


def test_draft_goes_for_review_and_live(client):
    draft = create_article(published_at=None)
    sign_in(client, "Writers")

    save(client, draft, "_review")
    draft.refresh_from_db()
    waiting = draft.state
    sign_in(client, "Editors")
    save(client, draft, "_publish")
    draft.refresh_from_db()

    assert (waiting, draft.state) == ("ready", "live")


def test_writer_cannot_publish_by_form_or_list(client):
    draft = create_article(published_at=None)
    sign_in(client, "Writers")

    save(client, draft, "_publish")
    save(client, draft, published_at_0="2020-01-01", published_at_1="10:00")
    act(client, "publish_now", draft)
    draft.refresh_from_db()

    assert draft.published_at is None


@pytest.mark.parametrize("deed", ["withdraw", "remove"])
def test_writer_cannot_withdraw_or_remove(client, deed):
    article = create_article()
    sign_in(client, "Writers")

    response = client.post(f"{LIST}{deed}/?ids={article.pk}", {"because": "I want to."})

    assert response.status_code == 403


def test_writers_save_of_a_live_article_is_kept_beside_it(client):
    article = create_article(title="As readers know it")
    sign_in(client, "Writers")

    save(client, article, title="As the writer wants it")
    article.refresh_from_db()

    assert article.title == "As readers know it"
    assert KeptEdit.objects.of(article).get().data()["title"] == "As the writer wants it"


def test_list_action_publishes(client):
    draft = create_article(published_at=None)
    sign_in(client, "Editors")

    act(client, "publish_now", draft)
    draft.refresh_from_db()

    assert draft.state == "live"


def test_picture_without_description_is_not_published(client):
    draft = create_article(published_at=None, picture="articles/some.webp")
    sign_in(client, "Editors")

    page = act(client, "publish_now", draft)
    draft.refresh_from_db()

    assert draft.state == "draft"
    assert "Say what the picture shows" in page.text


def test_withdrawing_asks_why_and_tells_readers(client):
    article = create_article()
    sign_in(client, "Editors")

    asked = act(client, "withdraw", article)
    client.post(
        asked.redirect_chain[-1][0], {"because": "The figures were wrong.", "replaced_by": "/insight/b/"}
    )

    assert "The figures were wrong." in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize("replacement", ["javascript:alert(1)", "//evil.example.org", "data:text/html,x"])
def test_withdrawing_refuses_a_replacement_that_is_no_address(client, replacement):
    article = create_article()
    sign_in(client, "Editors")

    client.post(f"{LIST}withdraw/?ids={article.pk}", {"because": "Wrong.", "replaced_by": replacement})
    article.refresh_from_db()

    assert article.state == "live"


def test_removing_answers_gone_and_keeps_the_row(client):
    article = create_article()
    sign_in(client, "Editors")

    client.post(f"{LIST}remove/?ids={article.pk}")

    assert client.get(article.get_absolute_url()).status_code == 410
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("ids", ["", "x", "99999999999999999999999", "1,2;drop", "%00"])
def test_withdraw_page_survives_any_ids(client, ids):
    sign_in(client)

    assert client.get(f"{LIST}withdraw/?ids={ids}").status_code == 200


def test_changed_slug_leaves_a_redirect(client):
    article = create_article(slug="old-name")
    old = article.get_absolute_url()
    sign_in(client, "Editors")

    save(client, article, slug="new-name")
    save(client, article, slug="newest-name")

    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, "/news/newest-name/")


def test_changed_slug_of_a_draft_leaves_nothing(client):
    draft = create_article(slug="old-name", published_at=None)
    old = draft.get_absolute_url()
    sign_in(client, "Editors")

    save(client, draft, "_continue", slug="new-name")

    assert client.get(old).status_code == 404


def test_change_note_stands_at_the_foot_of_the_page(client):
    article = create_article()
    sign_in(client, "Editors")

    save(client, article, tell_readers="on", change_note="We corrected a year.")

    assert "We corrected a year." in client.get(article.get_absolute_url()).text


def test_telling_readers_needs_a_sentence(client):
    article = create_article()
    sign_in(client, "Editors")

    page = save(client, article, tell_readers="on")

    assert "Write the sentence that readers get" in page.text


def test_form_warns_of_what_trips_readers(client):
    draft = create_article(published_at=None)
    article = create_article(
        standfirst="x" * 250,
        body=f'<h3>Late</h3><p><a href="{draft.get_absolute_url()}">click here</a></p>'
        '<p><a href="/nowhere/">Nowhere</a></p>',
    )
    sign_in(client, "Editors")

    warnings = client.get(address(article)).context["warnings"]

    said = " ".join(warnings)
    assert [word for word in ["250", "level 3", "click here", "/nowhere/"] if word not in said] == []
    assert sum("is a draft" in warning for warning in warnings) == 2


def test_saving_records_the_links_of_text_and_perspectives(client):
    article = create_article(body='<p><a href="https://a.example.org/">A</a></p>')
    Perspective.objects.create(
        article=article, group=create_groups()[0], heading="H", body='<p><a href="/places/">P</a></p>'
    )
    sign_in(client, "Editors")

    save(client, article)

    assert set(ArticleLink.objects.values_list("url", flat=True)) == {"https://a.example.org/", "/places/"}


def test_index_tells_what_waits(client):
    create_article(published_at=None)
    create_article(published_at=tomorrow())
    sign_in(client, "Editors")

    page = client.get(reverse("admin:index")).text

    assert "articles: drafts" in page
    assert "articles: scheduled" in page


@pytest.mark.parametrize("state", ["draft", "ready", "scheduled", "live", "due", "withdrawn", "removed"])
def test_list_filters_by_state(client, state):
    create_article()
    sign_in(client, "Editors")

    assert client.get(f"{LIST}?state={state}").status_code == 200


def test_list_costs_the_same_however_long(client, django_assert_max_num_queries):
    topic = create_topic()
    for _ in range(30):
        create_article(topics=[topic])
    sign_in(client)

    with django_assert_max_num_queries(14):
        client.get(LIST)
