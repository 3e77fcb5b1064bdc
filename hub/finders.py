"""Which static files the site serves."""

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder

UNUSED = {"django_comments_xtd"}  # scripts that no page of ours loads


class AppFinder(AppDirectoriesFinder):
    """Finds the static files of all apps but the unused ones."""

    def __init__(self, app_names=None, *args, **kwargs):
        used = [app.name for app in apps.get_app_configs() if app.name not in UNUSED]
        super().__init__(app_names or used, *args, **kwargs)
