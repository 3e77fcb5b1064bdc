from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = "The Hub"

    def ready(self):
        from hub import lists  # noqa: PLC0415 (models can be imported from now on)

        lists.register()
