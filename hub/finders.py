"""Which static files the site serves, and which apps it takes them from."""

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder

UNUSED = {"django_comments_xtd"}  # for its data alone: no page of ours loads its scripts or its tags
OTHER_LANGUAGES = "admin/js/vendor/select2/i18n/[!e]*"  # two fifths of all files; English is en.js


def used_apps():
    """Return the names of the apps whose files and template tags pages use."""
    return [app.name for app in apps.get_app_configs() if app.name not in UNUSED]


class AppFinder(AppDirectoriesFinder):
    """Finds the static files of all apps but the unused ones."""

    def __init__(self, app_names=None, *args, **kwargs):
        super().__init__(app_names or used_apps(), *args, **kwargs)

    def list(self, ignore_patterns):
        return super().list([*(ignore_patterns or ()), OTHER_LANGUAGES])
