import re
from io import BytesIO

import pytest
from PIL import Image

from content.pictures import WIDEST, as_webp, make_copies
from tests.factories import create_article
from tests.pictures import picture_file


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("L", "PNG"), ("RGB", "WEBP")])
def test_picture_becomes_a_small_webp(mode, kind):
    with Image.open(BytesIO(as_webp(picture_file(mode=mode, size=(3000, 1000), kind=kind)))) as small:
        assert (small.format, small.size) == ("WEBP", (WIDEST, 533))


def test_picture_loses_what_the_camera_noted():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "51.5 N 0.1 W"

    with Image.open(BytesIO(as_webp(picture_file(size=(400, 200), kind="JPEG", exif=exif)))) as small:
        assert (small.size, dict(small.getexif())) == ((200, 400), {})


@pytest.mark.django_db
def test_article_stores_its_picture_as_webp(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    article = create_article(picture=picture_file(kind="JPEG"))

    assert re.fullmatch(r"articles/[0-9a-f]{32}\.webp", article.picture.name)


@pytest.fixture
def article(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return create_article(picture=picture_file(size=(1000, 500)))


@pytest.mark.django_db
def test_picture_knows_its_size_before_it_has_copies(article):
    article.refresh_from_db()

    assert (article.picture.pixels, article.picture.widths, article.picture.srcset("avif")) == (
        [1000, 500],
        [],
        "",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["avif", "webp"])
def test_copies_are_as_wide_as_they_say(article, kind):
    assert make_copies() == (1, [])
    article.refresh_from_db()

    assert article.picture.widths == [240, 480, 800, 1000]
    for width in article.picture.widths:
        with (
            article.picture.storage.open(article.picture.copy_name(width, kind)) as file,
            Image.open(file) as copy,
        ):
            assert (copy.format, copy.size) == (kind.upper(), (width, width // 2))


@pytest.mark.django_db
def test_copies_are_made_once(article):
    assert (make_copies(), make_copies()) == ((1, []), (0, []))


@pytest.mark.django_db
def test_new_picture_waits_for_copies_of_its_own(article):
    make_copies()
    article.refresh_from_db()
    article.picture = picture_file(size=(200, 400))
    article.save()

    assert (article.picture.pixels, article.picture.widths) == ([200, 400], [])


@pytest.mark.django_db
def test_copies_move_no_readers_date(article):
    before = article.changed_at
    make_copies()
    article.refresh_from_db()

    assert article.changed_at == before


@pytest.mark.django_db
def test_picture_that_is_lost_stops_no_other(article):
    article.picture.storage.delete(article.picture.name)
    create_article(picture=picture_file(size=(300, 300)))

    made, wrong = make_copies()

    assert (made, len(wrong)) == (1, 1)
    assert article.picture.name in wrong[0]


@pytest.mark.django_db
def test_saving_a_picture_asks_a_worker_for_copies(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        article = create_article(picture=picture_file(size=(300, 300)))
    article.refresh_from_db()

    assert article.picture.widths == [240, 300]
