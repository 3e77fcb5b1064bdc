"""Personal data of one person, handed over or erased in every room that keeps some.

A room that keeps any has a module `personal` with `export(email)`, `erase(email)` and `addresses()`. What was
erased is remembered apart from the database, so that a restored backup forgets it again: that file holds one
keyed hash a line, and names nobody.
"""

import os
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from content.throttling import keyed_hash


def person_key(email):
    """Return the keyed hash under which an e-mail address is counted and found, whatever its case."""
    return keyed_hash("email", email.strip().lower())


def rooms():
    """Return {label: its module `personal`} of the rooms that keep personal data of visitors."""
    keeping = [app for app in apps.get_app_configs() if module_has_submodule(app.module, "personal")]
    return {app.label: import_module(f"{app.name}.personal") for app in keeping}


def export_everywhere(email):
    """Return all that is kept about an address, as plain values for JSON."""
    kept = {label: room.export(email.strip()) for label, room in rooms().items()}
    return {"email": email, **kept}


def erase_everywhere(email, by=None):
    """Take every trace of an address out of every room; return {label: how many rows}."""
    remember_erasure(person_key(email))
    with transaction.atomic():
        return {label: room.erase(email.strip(), by) for label, room in rooms().items()}


def erase_again(keys):
    """Erase who was erased before, after a restored backup brought them back; return how many people."""
    there = {address.strip().lower() for room in rooms().values() for address in room.addresses()}
    back = [address for address in sorted(there) if person_key(address) in keys]
    for address in back:
        erase_everywhere(address)
    return len(back)


def remember_erasure(key):
    """Note the keyed hash of what was erased; on disk before the erasure is answered."""
    if key in remembered_erasures():
        return
    settings.ERASURES_FILE.parent.mkdir(parents=True, exist_ok=True)
    with settings.ERASURES_FILE.open("a", encoding="ascii") as file:
        file.write(f"{key}\n")
        file.flush()
        os.fsync(file.fileno())


def remembered_erasures():
    """Return the keyed hashes of everything that was ever erased."""
    if not settings.ERASURES_FILE.exists():
        return set()
    return set(settings.ERASURES_FILE.read_text(encoding="ascii").split())
