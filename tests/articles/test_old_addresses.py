import pytest

from tests.factories import create_article, create_publication

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/systemsleadership/insight/item/{}/",
        "/systemsleadership/resource/item/{}",
        "/systemsleadership/resource/item/{}/",
    ],
)
def test_old_address_leads_to_the_new_page(client, path):
    article = create_article(kind="insight")

    response = client.get(path.format(article.slug))

    assert (response.status_code, response["Location"]) == (301, article.get_absolute_url())


def test_old_address_of_a_publication_leads_to_it(client):
    publication = create_publication()

    response = client.get(f"/systemsleadership/resource/item/{publication.slug}")

    assert response["Location"] == publication.get_absolute_url()


def test_old_address_of_a_draft_is_not_found(client):
    draft = create_article(published_at=None)

    assert client.get(f"/systemsleadership/insight/item/{draft.slug}/").status_code == 404
