"""Figures for a monitoring program, in the text form that Prometheus reads."""

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from comments.models import HubComment
from content.breaker import breaker
from hub.models import QueuedMail


@never_cache
@require_safe
def metrics(request):
    """Say how much waits and whether the database answers, to who sends `Authorization: Bearer` our token."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404
    try:
        figures = {} if breaker.is_open else waiting()
    except Error:
        figures = {}
    figures["hub_database_up"] = int(bool(figures))
    lines = [f"# TYPE {name} gauge\n{name} {value}\n" for name, value in figures.items()]
    return HttpResponse("".join(lines), content_type="text/plain; version=0.0.4; charset=utf-8")


def waiting():
    """Return {name: number} of what should not pile up."""
    oldest = QueuedMail.objects.exclude(next_try_at=None).order_by("made_at").first()
    return {
        "hub_mail_waiting": QueuedMail.objects.exclude(next_try_at=None).count(),
        "hub_mail_waiting_seconds": int((timezone.now() - oldest.made_at).total_seconds()) if oldest else 0,
        "hub_mail_given_up": QueuedMail.objects.filter(next_try_at=None).count(),
        "hub_comments_waiting": HubComment.objects.filter(state=HubComment.State.WAITING).count(),
        "hub_tasks_waiting": DBTaskResult.objects.filter(status="READY").count(),
        "hub_tasks_failed": DBTaskResult.objects.filter(status="FAILED").count(),
    }
