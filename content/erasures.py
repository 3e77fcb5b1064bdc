"""Remembers whose data was erased, apart from the database, so that a restored backup forgets them again.

The file holds one keyed hash a line and nothing else: it names nobody.
"""

from django.conf import settings


def remember_erasure(key):
    """Note the keyed hash of what was erased; on disk before the erasure is answered."""
    if key in remembered_erasures():
        return
    settings.ERASURES_FILE.parent.mkdir(parents=True, exist_ok=True)
    with settings.ERASURES_FILE.open("a", encoding="ascii") as file:
        file.write(f"{key}\n")


def remembered_erasures():
    """Return the keyed hashes of everything that was ever erased."""
    if not settings.ERASURES_FILE.exists():
        return set()
    return set(settings.ERASURES_FILE.read_text(encoding="ascii").split())
