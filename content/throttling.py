"""Where a request comes from, for limits: an address that cannot be made up, kept as a keyed hash only."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils.crypto import salted_hmac


def client_address(request):
    """Return the visitor's IP address as text, or "" when there is none.

    Each proxy appends the address it saw to X-Forwarded-For, so with TRUSTED_PROXY_HOPS proxies of
    our own the visitor's is that many places from the end; what stands before it is hearsay.
    """
    hops = settings.TRUSTED_PROXY_HOPS
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    seen = request.META.get("REMOTE_ADDR", "")
    if hops and len(forwarded) >= hops:
        seen = forwarded[-hops]
    return _plain(seen) or _plain(request.META.get("REMOTE_ADDR", ""))


def address_key(request):
    """Return the keyed hash of one household or desk: an IPv4 address, or an IPv6 /64."""
    return keyed_hash("address", _network(client_address(request), 32, 64))


def network_key(request):
    """Return the keyed hash of the neighbourhood: an IPv4 /24, or an IPv6 /48."""
    return keyed_hash("network", _network(client_address(request), 24, 48))


def keyed_hash(purpose, text):
    """Return 32 hex digits that only the holder of SECRET_KEY can link to the text."""
    return salted_hmac(f"hub.{purpose}", text, algorithm="sha256").hexdigest()[:32]


def _plain(text):
    try:
        address = ip_address(text.strip().split("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def _network(address, v4_bits, v6_bits):
    if not address:
        return ""
    bits = v6_bits if ":" in address else v4_bits
    return str(ip_network(f"{address}/{bits}", strict=False))
