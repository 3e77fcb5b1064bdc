"""From draft to removed: who may do what, on the list and on the form."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from content.desk.forms import WithdrawForm

DATES_OF_THE_DESK = ["withdrawn_at", "removed_at"]


class States:
    """The part of an admin that moves content from state to state. Publishing is a permission."""

    actions = ["send_for_review", "publish_now", "back_to_draft", "withdraw", "remove"]

    def has_publish_permission(self, request, obj=None):
        """Who may put things before readers. Without a permission of its own: who may change it."""
        codename = f"publish_{self.opts.model_name}"
        if codename in dict(self.opts.permissions):
            return request.user.has_perm(f"{self.opts.app_label}.{codename}")
        return self.has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        readonly = [*super().get_readonly_fields(request, obj), *DATES_OF_THE_DESK]
        return readonly if self.has_publish_permission(request, obj) else [*readonly, "published_at"]

    @admin.action(description="Send for review", permissions=["change"])
    def send_for_review(self, request, queryset):
        done = [item.send_for_review() for item in queryset.drafts()]
        self._say(request, done, "sent for review", "Only drafts can be sent for review.")

    @admin.action(description="Back to draft", permissions=["change"])
    def back_to_draft(self, request, queryset):
        done = [item.back_to_draft() for item in queryset.ready()]
        self._say(request, done, "taken back to draft", "None of them waits for review.")

    @admin.action(description="Publish now", permissions=["publish"])
    def publish_now(self, request, queryset):
        done = [item for item in queryset if self.publish(request, item)]
        self._say(request, done, "published", "Nothing was published.")

    @admin.action(description="Withdraw…", permissions=["publish"])
    def withdraw(self, request, queryset):
        return self._ask(queryset, "withdraw")

    @admin.action(description="Remove…", permissions=["publish"])
    def remove(self, request, queryset):
        return self._ask(queryset, "remove")

    def publish(self, request, item):
        """Publish one item, unless the law or sense forbids it: then say so. Return whether it is live."""
        date, item.published_at = item.published_at, item.published_at or timezone.now()
        try:
            item.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                messages.error(request, f"“{item}” is not published. {self._label(name)}: {' '.join(texts)}")
            return False
        item.published_at = date
        item.publish()
        return True

    def _label(self, name):
        try:
            return self.opts.get_field(name).verbose_name.capitalize()
        except LookupError:
            return "It"

    def _say(self, request, done, what, otherwise):
        if done:
            messages.success(request, f"{len(done)} {what}.")
        else:
            messages.warning(request, otherwise)

    def _ask(self, queryset, deed):
        ids = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:100])
        return redirect(f"{self._address(deed)}?ids={ids}")

    def _address(self, page):
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def get_urls(self):
        return [
            self.page("withdraw/", self.withdraw_view, "withdraw"),
            self.page("remove/", self.remove_view, "remove"),
            *super().get_urls(),
        ]

    def withdraw_view(self, request):
        """Ask why, then withdraw. The page stays, with the reason at its top."""
        return self._ask_view(request, WithdrawForm, "withdraw", lambda item, form: item.withdraw(**form))

    def remove_view(self, request):
        """Ask once more, then remove. The address answers 410 from then on."""
        return self._ask_view(request, None, "remove", lambda item, form: item.remove())

    def _ask_view(self, request, form_class, deed, do):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        ids = [pk for pk in request.GET.get("ids", "").split(",") if pk.isascii() and pk.isdigit()][:100]
        items = self.get_queryset(request).published().filter(pk__in=[pk for pk in ids if len(pk) < 18])
        form = form_class(request.POST or None) if form_class else None
        if request.method == "POST" and items and (form is None or form.is_valid()):
            for item in items:
                with self.create_revision(request):
                    do(item, form.cleaned_data if form else {})
                    self.log_change(
                        request, item, f"{deed.capitalize()}: {form.cleaned_data if form else ''}"
                    )
            messages.success(request, f"{len(ids)} done: {deed}.")
            return redirect(self._address("changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{deed.capitalize()} {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "items": items,
            "form": form,
            "deed": deed,
        }
        return render(request, "admin/desk/ask.html", context)

    def waiting(self, request):
        """As for everything publishable, and what waits for review, the first and the next."""
        yield from super().waiting(request)
        yield "ready for review", self.get_queryset(request).ready().count(), "state=ready"
        yield "due for review", self.get_queryset(request).due_for_review().count(), "state=due"
