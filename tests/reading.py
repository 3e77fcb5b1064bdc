"""S15: reading changes nothing. Every address of the site, from the URL map, and hashes of every row."""

import hashlib

from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import URLResolver, get_resolver

from tests.staff import create_staff

BOOKKEEPING = {"sessions.session", "contenttypes.contenttype"}  # a session ages as it is used


def plain_addresses():
    """Return every address without a parameter, of the whole site and its admin."""

    def walk(patterns, prefix):
        for pattern in patterns:
            text = prefix + str(pattern.pattern).replace("^", "").replace("$", "")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, text)
            elif not set("<(?[\\") & set(text):
                yield "/" + text

    return sorted(set(walk(get_resolver("hub.urls").url_patterns, "")))


def rows():
    """Return {table: hash of all its rows}."""
    return {
        model._meta.label_lower: hashlib.sha256(
            repr(list(model._base_manager.order_by("pk").values())).encode()
        ).hexdigest()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label_lower not in BOOKKEEPING
    }


def sign_in_as(role, client):
    """Sign in a visitor (nobody), an administrator, or somebody of the group of that name, or of none."""
    if role == "visitor":
        return
    user = create_staff(is_superuser=role == "administrator")
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)


def changed_by_reading(client, addresses):
    """Return the tables that are not as they were once every address was read by GET and HEAD, twice."""
    before = rows()
    for address in sorted(set(addresses) - {"/admin/logout/"}):
        for read in [client.get, client.head] * 2:
            assert read(address).status_code < 500, address
    return {table for table, now in rows().items() if now != before[table]}
