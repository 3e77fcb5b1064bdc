"""Review reminders: each owner hears once of what they promised to look at by now."""

from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from content.editing import Edited


def remind_owners():
    """Mail every owner of content that is due for review, once a date. Returns how many were mailed."""
    due = {}
    for model in apps.get_models():
        if issubclass(model, Edited):
            items = model._default_manager.due_for_review().exclude(reminded_for=F("review_by"))
            for item in items.filter(owner__is_active=True).exclude(owner__email="").select_related("owner"):
                due.setdefault(item.owner, []).append(item)
    return sum(_remind(owner, items) for owner, items in due.items())


def _remind(owner, items):
    """Note and mail, together or not at all, what nobody else has noted a moment ago."""
    with transaction.atomic():
        ours = [item for item in items if _note(item)]
        if ours:
            _mail(owner, ours)
    return bool(ours)


def _note(item):
    rows = type(item)._default_manager.filter(pk=item.pk).exclude(reminded_for=item.review_by)
    return rows.update(reminded_for=item.review_by, changed_at=F("changed_at"))  # readers see no change


def _mail(owner, items):
    lines = [f"{item}\n{settings.SITE_URL}{_admin_address(item)}" for item in items]
    text = (
        f"Hello {owner.first_name or owner.get_username()},\n\n"
        "You asked to be reminded to look at this again:\n\n" + "\n\n".join(lines) + "\n\n"
        "If it still holds, give it a new date for the next review."
    )
    subject = f"{len(items)} to review on the {settings.SITE_NAME}"
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [owner.email])


def _admin_address(item):
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])
