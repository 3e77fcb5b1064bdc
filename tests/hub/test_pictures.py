from io import BytesIO

import pytest
from PIL import Image

from hub.pictures import draw
from tests.factories import create_article, tomorrow, yesterday
from tests.pages import create_everything, every_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_page_has_a_picture_that_is_there(client):
    for name, address in every_page(create_everything()).items():
        html = client.get(address).content.decode()
        picture = html.partition('og:image" content="http://hub.example.org')[2].partition('"')[0]

        response = client.get(picture)

        assert response.headers["Content-Type"] == "image/png", name
        assert Image.open(BytesIO(response.content)).size == (1200, 630), name


def test_picture_is_drawn_once(client, monkeypatch):
    address = f"/pictures{create_article().get_absolute_url().rstrip('/')}.png"
    first = client.get(address).content
    monkeypatch.setattr("hub.pictures.draw", lambda *words: b"drawn again")

    assert client.get(address).content == first


def test_picture_changes_with_the_title(client):
    article = create_article()
    address = f"/pictures{article.get_absolute_url().rstrip('/')}.png"
    before = client.get(address).content
    article.title = "Quite another title"
    article.save()

    assert client.get(address).content != before


@pytest.mark.parametrize(
    "dates", [{"published_at": None}, {"published_at": tomorrow()}, {"removed_at": yesterday()}]
)
def test_picture_of_what_is_not_public_is_not_found(client, dates):
    article = create_article(**dates)

    assert client.get(f"/pictures{article.get_absolute_url().rstrip('/')}.png").status_code == 404


@pytest.mark.parametrize("page", ["about", "nowhere", "admin", "news/%00", "../etc", "x" * 5000])
def test_picture_of_no_item_is_not_found(client, page):
    assert client.get(f"/pictures/{page}.png").status_code == 404


@pytest.mark.parametrize("title", ["", "W" * 300, "word " * 100, "Ŵ–é£…“x”\u202e\x00 漢字"])
def test_any_title_can_be_drawn(title):
    assert Image.open(BytesIO(draw("Insight", title, "slug"))).size == (1200, 630)
