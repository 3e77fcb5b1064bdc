"""Loads before workers are forked what their first visitors would wait for, each worker anew."""

from pathlib import Path

from django.conf import settings
from django.core.validators import validate_email
from django.template import engines
from django.urls import get_resolver


def warm_up():
    """Import every view and compile templates and patterns. Asks the database nothing; starts no thread."""
    learn(get_resolver())
    validate_email("somebody@example.org")
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for file in Path(folder).rglob("*.*"):
            engines["django"].get_template(str(file.relative_to(folder)))


def learn(resolver):
    """Learn all addresses and names under a part of the address book."""
    resolver.reverse_dict  # noqa: B018 (made when it is first asked for)
    for pattern in resolver.url_patterns:
        pattern.pattern.match("")
        if hasattr(pattern, "url_patterns"):
            learn(pattern)
