"""Guessing of passwords: what django-axes counts by, and what a guesser is told."""

from ipaddress import ip_network

from django.conf import settings
from django.shortcuts import render

from content.throttling import client_address
from hub.logs import security_event


def sign_in_address(request):
    """Return the address that guesses are counted by: of IPv6, the first of the whole /64."""
    address = client_address(request) or "0.0.0.0"  # noqa: S104 (an address to count by, not to listen on)
    return str(ip_network(f"{address}/64", strict=False)[0]) if ":" in address else address


def locked_out(request, credentials):
    """429, before any password is hashed."""
    security_event("visitor", "sign in", "locked out")
    wait = int(settings.AXES_COOLOFF_TIME.total_seconds())
    response = render(request, "429.html", {"wait": wait}, status=429)
    response.headers["Retry-After"] = wait
    return response
