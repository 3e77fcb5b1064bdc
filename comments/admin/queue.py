"""What the moderators' queue shows beside a comment: where, in answer to what, by whom, why held."""

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from comments.models import HubComment, Report

State = HubComment.State


class QueueFilter(admin.SimpleListFilter):
    """Opens on what waits for a decision; everything else is one click away."""

    title = "what to look at"
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return [("all", "All confirmed"), ("reported", "Reported"), *State.choices]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": "To decide"}, *others]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset.filter(pk__in=HubComment.objects.to_decide().values("pk"))
            case "all":
                return queryset.exclude(state=State.UNCONFIRMED)
            case "reported":
                return queryset.filter(pk__in=Report.objects.values("comment"))
            case state:
                return queryset.filter(state=state)


def with_history(comments):
    """Annotate how often the address of each comment was approved, declined and reported."""
    # An erased or blanked comment has no key, and so no history.
    same = HubComment.objects.filter(email_key=OuterRef("email_key"), confirmed_at__isnull=False).exclude(
        email_key=""
    )
    return comments.annotate(
        approved_before=_count(same.filter(shown_at__isnull=False)),
        declined_before=_count(same.filter(state__in=[State.DECLINED, State.REMOVED])),
        reported_before=_count(same.filter(pk__in=Report.objects.values("comment"))),
        open_reports=Count("reports", filter=Q(reports__settled_at=None), distinct=True),
    )


def _count(rows):
    counted = rows.order_by().values("email_key").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
