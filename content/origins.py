"""Proof without a cookie that a form was sent from one of our own pages (docs/decisions tells why)."""

from urllib.parse import urlsplit

from django.conf import settings


def sent_from_here(request):
    """Tell whether a POST came from our own page, by what the browser itself says about it.

    `Sec-Fetch-Site` and `Origin` are set by the browser and cannot be set by another site's page.
    Each of them that is present must be right, and one must be present; `Referer` counts for
    browsers that send neither.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if fetch_site is None and origin is None:
        return _is_ours(request, request.headers.get("Referer", ""))
    return fetch_site in {None, "same-origin", "none"} and (origin is None or _is_ours(request, origin))


def _is_ours(request, address):
    try:
        url = urlsplit(address)
    except ValueError:
        return False
    ours = {f"{request.scheme}://{request.get_host()}", settings.SITE_URL}
    return f"{url.scheme}://{url.netloc}" in ours
