"""PDFs from a folder to the publications they belong to."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from publications.models import File, Publication
from publications.models.file import checksum
from publications.tasks import read_file
from publications.uploading import check_upload


def attach_files(folder, *, dry_run=False):
    """Attach each PDF of a folder to the publication it is named for: “17.pdf” or “its-slug.pdf”.

    Returns [(file name, what became of it), …]. A file whose checksum is there already is left alone.
    """
    return [(path.name, _attach(path, dry_run)) for path in sorted(Path(folder).glob("*.pdf"))]


def _attach(path, dry_run):
    upload = ContentFile(path.read_bytes(), path.name)
    if same := File.objects.filter(sha256=checksum(upload)).select_related("publication").first():
        return f"already there, in “{same.publication}”"
    names = {"pk": int(path.stem)} if path.stem.isdecimal() else {"slug": path.stem}
    found = list(Publication.objects.filter(**names)[:2])
    if len(found) != 1:
        return "no publication of that number or name" if not found else "two publications of that name"
    try:
        check_upload(upload)
    except ValidationError as error:
        return f"refused: {' '.join(error.messages)}"
    if not dry_run:
        main = found[0].main_file is None
        file = File.objects.create(publication=found[0], file=upload, is_main=main)
        found[0].touch()
        read_file.enqueue(file.pk)
    return f"attached to “{found[0]}”"
