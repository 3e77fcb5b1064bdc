"""Loads before workers are forked what their first visitors would wait for, each worker anew."""

from pathlib import Path

from django.conf import settings
from django.template import engines
from django.urls import get_resolver


def warm_up():
    """Import every view, learn its address, compile the frame of pages and what is said of errors.

    Asks the database nothing; starts no thread. A page's own template takes a few milliseconds, all of
    them a tenth of a second, which is too long for those who wait for the start.
    """
    get_resolver().reverse_dict  # noqa: B018 (all addresses and their patterns, made when first asked for)
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for file in Path(folder).glob("*.html"):
            engines["django"].get_template(file.name)
