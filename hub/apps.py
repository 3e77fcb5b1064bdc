from django.apps import AppConfig, apps
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db.models.signals import post_migrate


class HubConfig(AppConfig):
    default = True
    name = "hub"
    verbose_name = "The Hub"

    def ready(self):
        from hub import lists, staff  # noqa: PLC0415 (models can be imported from now on)

        lists.register()
        # Django sends this only for apps with tables, and groups are a table of auth.
        post_migrate.connect(staff.ship_groups, sender=apps.get_app_config("auth"))


class OurStaticFiles(StaticFilesConfig):
    """Leaves out what no page of ours uses: the scripts that come with django-comments-xtd."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_comments_xtd"]
