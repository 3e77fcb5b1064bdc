"""Reading and deciding: the queue, the form of one comment, and what can be done in bulk."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.helpers import ActionForm
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from comments import mail
from comments.admin.personal import PersonalDataActions
from comments.admin.queue import QueueFilter, with_history
from comments.holding import WORDS
from comments.limits import MINUTE
from comments.models import BlockedSender, DeclineReason, Discussion, HubComment

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


def action(description):
    """An action for the queue and for the form of one comment."""
    return admin.action(description=description, location=EVERYWHERE, permissions=["change"])


class DecisionForm(ActionForm):
    """The reason stands beside the action, for declining and removing."""

    reason = forms.ModelChoiceField(DeclineReason.objects.all(), required=False, empty_label="(no reason)")
    tell = forms.BooleanField(required=False, label="Tell the writer by e-mail")


@admin.register(HubComment)
class HubCommentAdmin(PersonalDataActions, admin.ModelAdmin):
    """One queue for the whole site, oldest first."""

    action_form = DecisionForm
    actions = [
        "approve",
        "decline",
        "close_thread",
        "block_address",
        "block_domain",
        "mark_author",
        "mark_staff",
        "export",
        "erase",
    ]
    list_display = ["words", "writer", "held", "history", "state", "submit_date"]
    list_display_links = ["writer"]
    list_filter = [QueueFilter, "badge"]
    list_per_page = 50
    ordering = ["submit_date", "pk"]
    search_fields = ["comment", "user_name", "user_email"]
    readonly_fields = [
        "where",
        "answered",
        "writer",
        "group",
        "comment",
        "state",
        "held",
        "history",
        "reported",
        "done",
        "submit_date",
    ]
    fields = [*readonly_fields, "badge"]

    def get_queryset(self, request):
        return with_history(super().get_queryset(request)).select_related("discussion", "answers", "group")

    def get_changelist_instance(self, request):
        changes = super().get_changelist_instance(request)
        Discussion.fetch_items([comment.discussion for comment in changes.result_list])
        return changes

    def waiting(self, request):
        """What the index page says of comments: (what, how many, query string of the list)."""
        yield "to decide", HubComment.objects.to_decide().count(), ""

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Comments to look at"} | (extra_context or {}))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.record(f"badge: {obj.get_badge_display()}", request.user)

    def view_on_site(self, comment):
        return comment.get_absolute_url() if comment.is_public else None

    # --- What is shown ----------------------------------------------------------------------

    @admin.display(description="writer", ordering="user_name")
    def writer(self, comment):
        return format_html(
            "{} <br><small>{}</small>", comment.user_name, comment.user_email or "address erased"
        )

    @admin.display(description="comment")
    def words(self, comment):
        lines = [f"On “{comment.discussion}”", self.answered(comment)]
        small = format_html_join("", "<small>{}</small><br>", ((line,) for line in lines if line))
        return format_html("{}{}", small, Truncator(comment.comment).chars(400))

    @admin.display(description="answers")
    def answered(self, comment):
        if comment.answers is None:
            return ""
        return f"In answer to {comment.answers.user_name}: “{comment.answers.comment[:150]}”"

    @admin.display(description="page")
    def where(self, comment):
        return str(comment.discussion)

    @admin.display(description="why held")
    def held(self, comment):
        reasons = [WORDS[code] for code in comment.held_because.split() if code in WORDS]
        if comment.open_reports:
            reasons.append(f"{comment.open_reports} open report{'s' if comment.open_reports > 1 else ''}")
        return "; ".join(reasons) or "nothing in particular"

    @admin.display(description="this address before")
    def history(self, comment):
        shown, declined = comment.approved_before, comment.declined_before
        return f"{shown} shown, {declined} declined, {comment.reported_before} reported"

    @admin.display(description="reports")
    def reported(self, comment):
        lines = (
            (f"{report.made_at:%-d %B %Y, %H:%M}", report, report.note) for report in comment.reports.all()
        )
        return format_html_join("", "<p>{} {}<br>{}</p>", lines) or "None"

    @admin.display(description="what was done")
    def done(self, comment):
        records = comment.records.select_related("by")
        return format_html_join("", "<p>{} {}</p>", ((f"{r.at:%-d %B %Y, %H:%M}", r) for r in records))

    # --- What can be done -------------------------------------------------------------------

    def _each(self, request, queryset, decide, done):
        """Lock each comment, decide on it, and say how many; what was changed a moment ago is left alone."""
        decided, skipped = [], 0
        for pk in queryset.values_list("pk", flat=True):
            with HubComment.locked(pk) as comment:
                fresh = comment.edited_at and comment.edited_at > timezone.now() - MINUTE
                if fresh or not comment.can_be_decided:
                    skipped += 1
                    continue
                decide(comment)
                decided.append(comment)
        self.message_user(request, f"{len(decided)} {done}.")
        if skipped:
            text = f"{skipped} left alone: not confirmed, withdrawn, or changed by the writer a moment ago."
            self.message_user(request, text, messages.WARNING)
        return decided

    @action("Approve")
    def approve(self, request, queryset):
        self._each(request, queryset, lambda comment: comment.approve(request.user), "approved")

    @action("Decline, or remove if shown, with the reason chosen")
    def decline(self, request, queryset):
        choice = DecisionForm.base_fields["reason"].clean(_sent(request, "reason"))
        decided = self._each(
            request, queryset, lambda comment: comment.decline(request.user, choice), "declined"
        )
        if _sent(request, "tell"):
            told = sum(mail.send_declined(comment) for comment in decided)
            self.message_user(request, f"{told} told by e-mail.")

    @action("Close the thread to new comments")
    def close_thread(self, request, queryset):
        threads = Discussion.objects.filter(comments__in=queryset.values("pk")).distinct()
        for discussion in threads:
            discussion.switch = Discussion.Switch.CLOSED
            discussion.save()
            discussion.records.create(did="comments closed", by=request.user)
        self.message_user(request, f"{len(threads)} closed.")

    @action("Block the e-mail address")
    def block_address(self, request, queryset):
        self._block(request, queryset, lambda email: email)

    @action("Block the whole e-mail domain")
    def block_domain(self, request, queryset):
        self._block(request, queryset, lambda email: email.rpartition("@")[2])

    def _block(self, request, queryset, part):
        for comment in queryset.exclude(user_email=""):
            value = part(comment.user_email.lower())
            BlockedSender.objects.get_or_create(value=value)
            comment.record("sender blocked", request.user)
            self.message_user(
                request, f"{value} is blocked from now on. Decline what is waiting as you see fit."
            )

    @action("Mark as the author’s own")
    def mark_author(self, request, queryset):
        self._mark(request, queryset, HubComment.Badge.AUTHOR)

    @action("Mark as Hub staff’s")
    def mark_staff(self, request, queryset):
        self._mark(request, queryset, HubComment.Badge.STAFF)

    def _mark(self, request, queryset, badge):
        def mark(comment):
            comment.badge = badge
            comment.save()
            comment.record(f"badge: {badge.label}", request.user)

        self._each(request, queryset, mark, "marked")


def _sent(request, name):
    """Return what was chosen beside the action, in the queue or on the form of one comment."""
    return request.POST.get(name) or request.POST.get(f"CHANGE_FORM-{name}")
