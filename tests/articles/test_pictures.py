import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from content.pictures import make_copies
from tests.articles.desk import address, form_of, sign_in
from tests.factories import create_article
from tests.pictures import picture, picture_file

pytestmark = pytest.mark.django_db


def save(client, article, **changes):
    return client.post(address(article), form_of(client, article, **changes) | {"_save": "1"}, follow=True)


def test_uploaded_picture_is_on_the_page(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    article = create_article()
    sign_in(client, "Editors")
    upload = SimpleUploadedFile("street.png", picture(size=(400, 300)), "image/png")

    save(client, article, picture=upload, picture_alt="A street", picture_credit="A. Tester")
    article.refresh_from_db()
    page = client.get(article.get_absolute_url()).text
    answer = client.get(article.picture.url)

    assert f'<img src="{article.picture.url}" width="400" height="300" alt="A street"' in page
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert b"".join(answer)[8:12] == b"WEBP"


def test_page_offers_the_copies_of_its_picture(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    article = create_article(picture=picture_file(size=(400, 300)), picture_alt="A street")
    make_copies()
    article.refresh_from_db()
    page = client.get(article.get_absolute_url()).text
    stem = article.picture.url.removesuffix(".webp")

    assert f'<source type="image/avif" srcset="{stem}-240.avif 240w, {stem}-400.avif 400w"' in page
    for kind in ["avif", "webp"]:
        answer = client.get(f"{stem}-240.{kind}")
        assert (answer.getvalue() != b"", answer["Content-Type"]) == (True, f"image/{kind}")


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b""])
def test_upload_that_is_no_picture_is_refused(client, content):
    article = create_article()
    sign_in(client, "Editors")

    page = save(client, article, picture=SimpleUploadedFile("x.png", content, "image/png"), picture_alt="X")
    article.refresh_from_db()

    assert page.context["adminform"].form.errors["picture"]
    assert not article.picture


def test_picture_that_is_not_there_is_not_found(client):
    assert client.get(f"/media/articles/{'0' * 32}.webp").status_code == 404
