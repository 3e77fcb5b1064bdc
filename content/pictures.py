"""Uploaded pictures: made small and plain, without the camera's notes, and offered in several sizes.

A model has a `PictureField` and, after it, two JSON fields named for it: `<name>_size` ([width, height])
and `<name>_widths` (the copies that are made). Both are in the row, so that a page asks neither the
database nor the storage about a picture. Copies lie beside the picture: `name-480.avif`.
"""

import secrets
from io import BytesIO

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.fields.files import ImageFieldFile
from django.tasks import task

from content.caching import forget_cached_pages
from content.scanning import check_clean

WIDEST = 1600  # pixels
MOST_DOTS = 50_000_000  # of an upload: 150 MB while it is made small
WIDTHS = (240, 480, 800, 1280)  # of the copies; the picture's own width is the last one
KINDS = {
    "avif": {"quality": 60, "speed": 6},
    "webp": {"quality": 80, "method": 6},
}  # and how they are written


class PictureFile(ImageFieldFile):
    """A stored picture that knows its size and its copies without being opened."""

    @property
    def pixels(self):
        """[width, height], or an empty list where nobody has looked."""
        return getattr(self.instance, f"{self.field.name}_size")

    @property
    def widths(self):
        """The widths of the copies, narrowest first; none until they are made."""
        return getattr(self.instance, f"{self.field.name}_widths")

    def copy_name(self, width, kind):
        """Return the storage's name of the copy this wide; `kind` is avif or webp."""
        return f"{self.name.removesuffix('.webp')}-{width}.{kind}"

    def srcset(self, kind, address=""):
        """Return HTML's list of the copies; `address` is the picture's own if not the storage's."""
        stem = address.removesuffix(".webp")
        addresses = {
            width: f"{stem}-{width}.{kind}" if stem else self.storage.url(self.copy_name(width, kind))
            for width in self.widths
        }
        return ", ".join(f"{address} {width}w" for width, address in addresses.items())

    def make_copies(self):
        """Store the copies that are not there yet and write their widths into the row."""
        with self.storage.open(self.name) as stored, _open(stored) as image:
            image.load()
        widths = [*(width for width in WIDTHS if width < image.width), image.width]
        for width in widths:
            small = image.resize((width, max(1, round(image.height * width / image.width))))
            for kind, quality in KINDS.items():
                name = self.copy_name(width, kind)
                if not self.storage.exists(name):
                    self.storage.save(name, ContentFile(_encoded(small, kind, quality)))
        self._write_down(image.size, widths)

    def _write_down(self, size, widths):
        """Keep what was made, unless another picture has taken this one's place; no reader's date moves."""
        field = self.field.name
        rows = models.QuerySet(type(self.instance)).filter(pk=self.instance.pk, **{field: self.name})
        with transaction.atomic():
            rows.update(**{f"{field}_size": size, f"{field}_widths": widths})
            forget_cached_pages()


def check_picture(picture):
    """Raise ValidationError with a sentence if an upload is too large or harmful."""
    if picture._committed:
        return
    if picture.size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise ValidationError(f"This picture is larger than {settings.MAX_UPLOAD_MB} MB. Make it smaller.")
    if picture.width * picture.height > MOST_DOTS:
        raise ValidationError("This picture has more than 50 million dots. Make it smaller.")
    check_clean(picture.file)


class PictureField(models.ImageField):
    """An image field that stores a WebP of at most 1,600 pixels, without the camera's data."""

    attr_class = PictureFile
    default_validators = [check_picture]

    def pre_save(self, model_instance, add):
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            picture = as_webp(file)
            # No one can guess the address of a picture that is not on a public page yet.
            file.save(f"{secrets.token_hex(16)}.webp", ContentFile(picture), save=False)
            with _open(BytesIO(picture)) as stored:
                setattr(model_instance, f"{self.name}_size", list(stored.size))
            setattr(model_instance, f"{self.name}_widths", [])
            transaction.on_commit(make_copies_later.enqueue)
        return super().pre_save(model_instance, add)


def as_webp(file):
    """Return the bytes of a picture file as WebP, turned upright, at most `WIDEST` pixels a side."""
    from PIL import ImageOps  # noqa: PLC0415 (as in _open)

    file.seek(0)
    with _open(file) as image:
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((WIDEST, WIDEST))
        mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
        return _encoded(upright.convert(mode), "webp", KINDS["webp"])


def _open(file):
    from PIL import Image  # noqa: PLC0415 (readers never need it, and every start would wait for it)

    return Image.open(file)


def _encoded(image, kind, quality):
    encoded = BytesIO()
    image.save(encoded, kind, **quality)
    return encoded.getvalue()


def make_copies():
    """Make the copies of every stored picture that has none; return (how many made, what went wrong)."""
    made, wrong = 0, []
    for picture in _without_copies():
        try:
            picture.make_copies()
            made += 1
        except OSError as error:  # the file is missing, or is no picture any more
            wrong.append(f"{picture.name}: {error}")
    return made, wrong


@task()
def make_copies_later():
    """Make copies in a worker. A task that is lost loses nothing: `manage.py make_picture_copies`."""
    make_copies()


def _without_copies():
    return [
        getattr(item, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, PictureField)
        for item in model._base_manager.exclude(**{field.name: ""}).filter(**{f"{field.name}_widths": []})
    ]
