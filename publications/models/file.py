"""The files of a publication, their versions, and the text of every page."""

import hashlib
import secrets
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from content.pictures import PictureField
from publications.models.publication import Publication

CLAIM_LASTS = timedelta(minutes=5)  # longer than any extraction may take


def name_on_disk(file, uploaded_name):
    """Return where a file is stored: a name of ours, never the uploader's."""
    return f"publications/{secrets.token_hex(16)}.pdf"


def cover_on_disk(file, uploaded_name):
    return f"covers/{secrets.token_hex(16)}.webp"


class FileQuerySet(models.QuerySet):
    def current(self):
        """The newest version of each file."""
        return self.filter(replaced_on=None)

    def waiting(self):
        """Files to read: nobody has begun, or whoever began has not been heard of for too long."""
        stale = timezone.now() - CLAIM_LASTS
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=stale), state=File.State.WAITING)


class File(models.Model):
    """One version of one PDF of a publication, and what is known of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        OK = "ok", "Read"
        NO_TEXT = "no-text", "No text"
        ENCRYPTED = "encrypted", "Encrypted"
        FAILED = "failed", "Failed"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    label = models.CharField(
        max_length=200, blank=True, help_text="What it is, if there are several: “Summary”."
    )
    is_main = models.BooleanField("main file", default=True)
    name = models.SlugField("name in addresses", max_length=120, editable=False)
    file = models.FileField("PDF", upload_to=name_on_disk)
    sha256 = models.CharField("checksum (SHA-256)", max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField("bytes", default=0, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    replaced_on = models.DateField(null=True, editable=False)
    note = models.CharField("what changed", max_length=300, blank=True, editable=False)
    tagged = models.BooleanField("tagged for screen readers", null=True, editable=False)
    document_title = models.CharField(max_length=300, blank=True, editable=False)
    document_language = models.CharField(max_length=35, blank=True, editable=False)
    contents = models.JSONField(default=list, blank=True, editable=False, help_text="[[title, page], …]")
    cover = PictureField(upload_to=cover_on_disk, blank=True, editable=False)
    cover_size = models.JSONField(default=list, blank=True, editable=False, help_text="[width, height]")
    cover_widths = models.JSONField(default=list, blank=True, editable=False, help_text="Of its copies.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, editable=False)
    why = models.CharField(max_length=300, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint("publication", "name", name="file_name_once"),
            models.UniqueConstraint(
                "publication", condition=Q(is_main=True, replaced_on=None), name="file_one_main"
            ),
        ]

    def __str__(self):
        return self.label or f"{self.name}.pdf"

    def save(self, **kwargs):
        """Store the file's checksum and size on the way in, and give it a name for addresses."""
        if not self.sha256:
            self.sha256, self.size = checksum(self.file), self.file.size
        if not self.name:
            self.name = self._free_name()
        super().save(**kwargs)

    def get_absolute_url(self):
        return self._address("file")

    def get_request_url(self):
        """The form that asks for this file in another format."""
        return self._address("request")

    def _free_name(self):
        stem = self.publication.slug[:100] or "publication"
        taken = set(self.publication.files.values_list("name", flat=True))
        names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
        return next(name for name in names if name not in taken)

    def _address(self, route):
        publication = self.publication
        return reverse(f"publications:{route}", args=[publication.pk, publication.slug, self.name])

    @property
    def is_readable(self):
        """Whether a reader gets anything from opening it."""
        return self.state in {self.State.OK, self.State.NO_TEXT, self.State.WAITING}

    @property
    def size_in_words(self):
        """“880 KB, 34 pages”."""
        pages = [f"{self.pages} page{'' if self.pages == 1 else 's'}"] if self.pages else []
        return ", ".join([filesizeformat(self.size).replace("\xa0", " "), *pages])

    def try_again(self):
        """Put the file back in the queue."""
        self.state, self.why, self.claimed_at = self.State.WAITING, "", None
        self.save(update_fields=["state", "why", "claimed_at"])

    @transaction.atomic
    def replace_with(self, upload, note):
        """Store a new version at this file's address; keep this one, with the note, at an address of its own.

        Returns the new File. Readers are told by a change note of the publication.
        """
        name, self.replaced_on, self.note = self.name, timezone.localdate(), note
        versions = self.publication.files.filter(name__startswith=f"{name}-v").count()
        self.name = f"{name}-v{versions + 1}"
        self.save(update_fields=["name", "replaced_on", "note"])
        new = File.objects.create(
            publication=self.publication, label=self.label, is_main=self.is_main, name=name, file=upload
        )
        self.publication.add_change_note(note)
        return new


class PageText(models.Model):
    """The text of one page of a file, as a machine read it."""

    file = models.ForeignKey(File, models.CASCADE, related_name="page_texts")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint("file", "number", name="page_text_once")]

    def __str__(self):
        return f"page {self.number}"


def checksum(file):
    """Return the SHA-256 of a Django file, in hex; the file is rewound."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
