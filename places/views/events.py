"""The list of events, what is coming and what has been, and the page of one."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from content.keeping import kept
from content.previewing import preview
from places import related
from places.calendar import calendar as as_calendar
from places.calendar import has_day
from places.metadata import event_node
from places.models import Event

DETAIL = "places/event_detail.html"
PER_PAGE = 20
MOST_IN_CALENDAR = 1000
DAY = r"^\d{4}-\d{2}-\d{2}$"


@require_safe
def event_list(request):
    events = Event.objects.current().for_cards()
    page = Paginator(events.over(), PER_PAGE).get_page(request.GET.get("page"))
    coming = list(events.coming()[:PER_PAGE])
    context = {"coming": coming, "page": page, "listed": [*coming, *page], "section": "places"}
    return render(request, "places/event_list.html", context)


@require_safe
def event_detail(request, slug):
    event = kept(("event", slug), lambda: Event.objects.for_page().public_or_404(slug=slug))
    return event_page(request, event)


def event_page(request, event, **context):
    """Render an event as readers see it; `preview` in the context says that it is a draft."""
    main, node = kept(("event page", event.pk), lambda: event_parts(event, context))
    context |= {"event": event, "main": main, "node": node, "section": "places"}
    return render(request, DETAIL, context)


def event_parts(event, context):
    """Return the main part of an event's page as HTML, and what the page says to machines."""
    hanging = related.gather(*related.of_event(event))
    context = context | {"event": event, "has_day": has_day(event), "related": hanging}
    return render_to_string(f"{DETAIL}#main", context), event_node(event, hanging)


event_preview = preview(Event, event_page)


@require_safe
def event_calendar(request, slug):
    """One event as a file for a calendar; 404 when its day is not known."""
    event = get_object_or_404(Event.objects.current(), slug=slug, start__regex=DAY)
    return _ics(as_calendar([event]), f"{event.slug}.ics")


@require_safe
def calendar(request):
    """Every event whose day is known, as a feed that calendars follow."""
    events = Event.objects.current().filter(start__regex=DAY).order_by("-start", "-pk")
    return _ics(as_calendar(events[:MOST_IN_CALENDAR]), "events.ics")


def _ics(text, name):
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
