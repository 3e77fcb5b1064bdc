"""What the page of an event tells machines, as schema.org JSON-LD."""

import json

from django.conf import settings
from django.utils.safestring import mark_safe

UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def event_graph(event):
    """Return the event as schema.org says it; what is not known is left out."""
    url = settings.SITE_URL + event.get_absolute_url()
    place = {"@type": "Place", "name": event.venue or event.town, "address": event.town or event.venue}
    location = {"@type": "VirtualLocation", "url": url} if event.online else place if event.where else None
    graph = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.name,
        "startDate": event.start,
        "endDate": event.end,
        "description": event.summary,
        "url": url,
        "location": location,
        "organizer": event.organiser and {"@type": "Organization", "name": event.organiser.name},
    }
    return {name: value for name, value in graph.items() if value}


def data_block(graph):
    """Return a graph as a data block that no text in it can break out of."""
    text = json.dumps(graph, ensure_ascii=False).translate(UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)
