"""Uploaded pictures: made small, made plain, and stripped of what the camera noted."""

import secrets
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import models
from PIL import Image, ImageOps

WIDEST = 1600  # pixels


class PictureField(models.ImageField):
    """An image field that stores a WebP of at most 1,600 pixels, without the camera's data."""

    def pre_save(self, model_instance, add):
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            # No one can guess the address of a picture that is not on a public page yet.
            file.save(f"{secrets.token_hex(12)}.webp", ContentFile(as_webp(file)), save=False)
        return super().pre_save(model_instance, add)


def as_webp(file):
    """Return the bytes of a picture file as WebP, turned upright, at most `WIDEST` pixels a side."""
    file.seek(0)
    with Image.open(file) as image:
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((WIDEST, WIDEST))
        mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
        small = BytesIO()
        upright.convert(mode).save(small, "WEBP", quality=80, method=6)
    return small.getvalue()
