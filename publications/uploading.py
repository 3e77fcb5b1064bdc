"""Whether a PDF may come in, and what its editor should know about it."""

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError

from content.scanning import check_clean
from publications.extracting import look_at
from publications.models import File, Publication
from publications.models.file import checksum

SCHOLAR_LIMIT = 5 * 1024 * 1024  # bytes; Google Scholar leaves larger files out
NEAR = 92  # of 100: titles that are probably the same work


def look_ahead(uploads):
    """Look at uploads before a transaction begins: it would keep others from writing while we look."""
    for upload in uploads:
        if _is_small_enough(upload) and _is_pdf(upload):
            with suppress(ValidationError):  # which the form will say
                check_clean(upload)
                upload.reading = look_at(upload)


def check_upload(upload):
    """Return the Reading of an uploaded PDF; raise ValidationError with a sentence if it may not come in."""
    if not _is_small_enough(upload):
        raise ValidationError(
            f"This file has {upload.size / 1024 / 1024:.1f} MB and the limit is {settings.MAX_UPLOAD_MB} MB. "
            "Make it smaller, for instance by saving its pictures at 150 dots an inch.",
            code="too_large",
        )
    if not _is_pdf(upload):
        raise ValidationError("This is not a PDF, whatever its name says. Save it as a PDF.", code="not_pdf")
    check_clean(upload)
    reading = getattr(upload, "reading", None) or look_at(upload)
    upload.seek(0)
    if reading.state == File.State.ENCRYPTED:
        raise ValidationError(
            "This PDF opens only with a password. Save it without one, so that everybody can read it.",
            code="encrypted",
        )
    if reading.state == File.State.FAILED:
        raise ValidationError(f"This PDF cannot be used. {reading.problem}", code="unreadable")
    return reading


def _is_small_enough(upload):
    return upload.size <= settings.MAX_UPLOAD_MB * 1024 * 1024


def _is_pdf(upload):
    upload.seek(0)
    return upload.read(5) == b"%PDF-"


def warnings_about(upload, reading):
    """Return sentences about a PDF that was let in: what keeps it from being found or read by everyone."""
    about = reading.about
    found = []
    if about["pictures"] and not about["words"]:
        found.append("It looks like a scan: search cannot find its words and screen readers cannot read it.")
    if not about["tagged"]:
        found.append("It has no tags, so screen readers cannot tell headings, lists and tables.")
    if not about["language"]:
        found.append("It does not say its language, so screen readers may pronounce it wrongly.")
    if not about["title"]:
        found.append("It has no title in its properties.")
    if upload.size > SCHOLAR_LIMIT:
        found.append("It is larger than 5 MB: Google Scholar leaves such files out.")
    same = File.objects.filter(sha256=checksum(upload)).select_related("publication").first()
    if same:
        found.append(f"The same file is already there, in “{same.publication}”.")
    return found


def titles_like(publication):
    """Return other publications whose title is nearly the same."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (few requests need it, and every start would wait)

    others = dict(Publication.objects.exclude(pk=publication.pk).values_list("pk", "title"))
    matches = process.extract(
        publication.title.casefold(),
        {pk: title.casefold() for pk, title in others.items()},
        scorer=fuzz.token_sort_ratio,
        score_cutoff=NEAR,
        limit=3,
    )
    return [others[pk] for _, _, pk in matches]
