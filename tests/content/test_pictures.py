import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from content.pictures import WIDEST, as_webp
from tests.factories import create_article


def picture(mode="RGB", size=(3000, 1000), kind="JPEG", **options):
    stored = BytesIO()
    Image.new(mode, size, 200 if mode == "L" else (200,) * len(mode)).save(stored, kind, **options)
    return ContentFile(stored.getvalue(), f"picture.{kind.lower()}")


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("L", "PNG"), ("RGB", "WEBP")])
def test_picture_becomes_a_small_webp(mode, kind):
    with Image.open(BytesIO(as_webp(picture(mode, kind=kind)))) as small:
        assert (small.format, small.size) == ("WEBP", (WIDEST, 533))


def test_picture_loses_what_the_camera_noted():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "51.5 N 0.1 W"

    with Image.open(BytesIO(as_webp(picture(exif=exif, size=(400, 200))))) as small:
        assert (small.size, dict(small.getexif())) == ((200, 400), {})


@pytest.mark.django_db
def test_article_stores_its_picture_as_webp(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    article = create_article(picture=picture())

    assert re.fullmatch(r"articles/[0-9a-f]{24}\.webp", article.picture.name)
