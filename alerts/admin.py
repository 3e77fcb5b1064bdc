"""Staff see who follows what, to answer those who write to us, and end what cannot be delivered."""

from django.contrib import admin

from alerts.bouncing import end_mail_to
from alerts.models import Run, Subscription


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ["address", "subscriber", "frequency", "confirmed_at", "ended_at", "told_up_to"]
    list_filter = ["frequency"]
    list_select_related = ["subscriber"]
    search_fields = ["subscriber__email", "address"]
    exclude = ["address_key", "network_key"]
    actions = ["end_mail"]

    def has_end_permission(self, request):
        return request.user.has_perm("alerts.change_subscription")

    @admin.action(description="Mail came back: send nothing more to these people", permissions=["end"])
    def end_mail(self, request, queryset):
        keys = set(queryset.values_list("subscriber__email_key", flat=True))
        ended = sum(end_mail_to(key) for key in keys)
        self.message_user(request, f"Nothing more goes to {len(keys)} addresses; {ended} alerts ended.")


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ["until", "finished_at"]
