from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "alerts"
    verbose_name = "E-mail alerts"

    def ready(self):
        from alerts import moderators  # noqa: PLC0415 (models can be imported from now on)

        moderators.register()
