"""The list of events, what is coming and what has been, and the page of one."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from places import related
from places.models import Event

PER_PAGE = 20


@require_safe
def event_list(request):
    events = Event.objects.current().for_cards()
    page = Paginator(events.over(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"coming": events.coming()[:PER_PAGE], "page": page, "section": "events"}
    return render(request, "places/event_list.html", context)


@require_safe
def event_detail(request, slug):
    events = Event.objects.published().select_related("organiser", "programme")
    event = get_object_or_404(events, slug=slug)
    context = {
        "event": event,
        "related": related.gather(*related.of_event(event)),
        "section": "events",
    }
    return render(request, "places/event_detail.html", context)
