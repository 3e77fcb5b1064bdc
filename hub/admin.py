"""Staff accounts and waiting mail in the admin."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.shortcuts import redirect
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from hub.accounts.devices import give_one_time_code
from hub.accounts.sessions import sign_out_everywhere
from hub.logs import actor_of, security_event
from hub.models import QueuedMail

admin.site.unregister([Group, User])
for secret in (StaticDevice, TOTPDevice):  # nobody reads or makes another person's second factor
    admin.site.unregister(secret)
RIGHTS = {"is_active", "is_staff", "is_superuser", "groups", "user_permissions"}


def begin_anew(request, user):
    """End the sessions of somebody whose rights changed; one's own goes on under a new number."""
    ended = sign_out_everywhere(user, but=request.session.session_key)
    if user == request.user:
        request.session.cycle_key()
    security_event(actor_of(request), f"change rights of staff {user.pk}", f"{ended} sessions ended")


@admin.register(Group)
class StaffGroupAdmin(GroupAdmin):
    """What the members of a group may do."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "permissions" in form.changed_data:
            for user in form.instance.user_set.all():
                begin_anew(request, user)


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Accounts. Only an administrator gives rights, or touches another administrator."""

    actions = ["give_code", "sign_out"]
    list_display = ["username", "first_name", "last_name", "is_staff", "is_active", "last_login"]

    def has_change_permission(self, request, obj=None):
        out_of_reach = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not out_of_reach

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and request.user.is_superuser

    def user_change_password(self, request, id, form_url=""):
        """Set a colleague's password; one's own is changed where the present one is asked for."""
        user = self.get_object(request, unquote(id))
        if user == request.user and self.has_change_permission(request, user):
            return redirect("admin:password_change")
        return super().user_change_password(request, id, form_url)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and RIGHTS.intersection(form.changed_data):
            begin_anew(request, form.instance)

    def has_give_permission(self, request):
        return request.user.is_superuser

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fixed
        return [*fixed, "is_superuser", "is_staff", "groups", "user_permissions"]

    @admin.action(description="Give a one-time code for signing in", permissions=["give"])
    def give_code(self, request, queryset):
        for user in queryset.filter(is_staff=True, is_active=True):
            code = give_one_time_code(user)
            security_event(actor_of(request), f"give staff {user.pk} a one-time code", "done")
            text = f"{user}: {code} (works once, for three days; hand it over in person or by telephone)"
            self.message_user(request, text, messages.WARNING)

    @admin.action(description="Sign out everywhere", permissions=["give"])
    def sign_out(self, request, queryset):
        for user in queryset:
            ended = sign_out_everywhere(user)
            security_event(actor_of(request), f"sign out staff {user.pk}", f"{ended} sessions")
        self.message_user(request, "Signed out on every device.")


@admin.register(QueuedMail)
class QueuedMailAdmin(admin.ModelAdmin):
    """What the mail server has not taken yet, and why. Addresses and contents are not shown."""

    list_display = ["subject", "made_at", "tries", "next_try_at", "problem"]
    list_filter = [("next_try_at", admin.EmptyFieldListFilter)]
    fields = readonly_fields = ["subject", "made_at", "tries", "next_try_at", "problem"]
    actions = ["send_again"]

    def has_add_permission(self, request):
        return False

    @admin.action(description="Try again now", permissions=["change"])
    def send_again(self, request, queryset):
        queryset.update(next_try_at=timezone.now(), tries=0)
        self.message_user(request, "They will be tried within seconds.")
