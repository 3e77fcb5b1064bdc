from django.apps import AppConfig, apps
from django.db.models.signals import pre_save


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "Comments"

    def ready(self):
        """Take out xtd's hook on saving: it would show every hidden reply again and count them twice."""
        from django_comments_xtd.models import publish_or_unpublish_on_pre_save  # noqa: PLC0415

        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=apps.get_model("comments", "HubComment"))
