"""The three groups that the Hub ships: who writes, who publishes, who moderates."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

CONTENT = ["articles", "content", "places", "publications"]
WRITE = Q(content_type__app_label__in=CONTENT) & Q(codename__regex=r"^(add|change|view)_")
PUBLISH = Q(content_type__app_label__in=CONTENT) | Q(content_type__app_label="redirects")
MODERATE = Q(content_type__app_label__in=["comments", "django_comments", "django_comments_xtd"])
GROUPS = {"Writers": WRITE, "Editors": PUBLISH | MODERATE, "Moderators": MODERATE}


def ship_groups(**signal):
    """Make the groups that are missing, after every migrate. What staff changed in them since stays."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    for name, allowed in GROUPS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(Permission.objects.filter(allowed))
