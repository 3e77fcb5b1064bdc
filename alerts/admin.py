"""Staff see who follows what, to answer those who write to us; they change nothing here."""

from django.contrib import admin

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


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ["until", "finished_at"]
