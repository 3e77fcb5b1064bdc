from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate

from hub.reporting import report_to


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = "The Hub"

    def ready(self):
        from hub import lists, staff  # noqa: PLC0415 (models can be imported from now on)

        lists.register()
        if settings.SENTRY_DSN:
            report_to(settings.SENTRY_DSN)
        # Django sends this only for apps with tables, and groups are a table of auth.
        post_migrate.connect(staff.ship_groups, sender=apps.get_app_config("auth"))
