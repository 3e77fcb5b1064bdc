"""The permanent link of a comment, and reporting one."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from comments import limits
from comments.forms import ReportForm
from comments.models import HubComment, Report
from comments.threads import page_number_of
from comments.views.opening import visitor_page
from content.throttling import address_key
from content.visiting import show


@require_safe
def comment(request, pk):
    """Lead to the page, and the page of the thread, where the comment stands now."""
    comment = get_object_or_404(HubComment.objects.public().select_related("discussion"), id=pk)
    number = page_number_of(comment)
    query = f"?comments={number}" if number > 1 or "find" in request.GET else ""
    return redirect(f"{comment.discussion.item.get_absolute_url()}{query}#comment-{pk}")


@visitor_page
def report(request, pk):
    comment = get_object_or_404(HubComment.objects.public().select_related("discussion"), id=pk)
    form = ReportForm(
        request.POST if request.method == "POST" else None, request=request, auto_id="report-%s"
    )
    if request.method == "POST" and form.is_valid():
        wait = limits.wait_before_report(request)
        if not wait:
            _report(comment, form.cleaned_data, address_key(request))
            return render(request, "comments/reported.html", {"comment": comment})
        form.refuse_for(wait)
    return show(request, "comments/report.html", {"comment": comment, "form": form})


def _report(comment, data, key):
    """Store one report an address and comment; enough of them hide the comment."""
    with transaction.atomic(), HubComment.locked(comment.pk) as locked:
        given = {"reason": data["reason"], "note": data["note"]}
        Report.objects.get_or_create(comment=locked, address_key=key, defaults=given)
        locked.hide_when_reported()
