"""A picture of one colour, as somebody may upload it."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image


def picture(mode="RGB", size=(8, 8), kind="PNG", **options):
    """Return the bytes of a picture; Pillow is given the options."""
    stored = BytesIO()
    Image.new(mode, size, "teal").save(stored, kind, **options)
    return stored.getvalue()


def picture_file(**about):
    """Return the same as a file that a model takes."""
    return ContentFile(picture(**about), "picture.png")
