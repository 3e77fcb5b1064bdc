"""The headers that every answer carries, whoever made it: a view, a static file or an error."""

from django.conf import settings
from django.urls import reverse
from django.utils.csp import build_policy


def always():
    """Return the headers of every answer, also of those that a web server makes before Django sees them."""
    return {
        "Content-Security-Policy": build_policy(settings.SECURE_CSP),
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }


def when_secure():
    """Return the header of every answer over TLS, or none where the site is not served so."""
    if not settings.SECURE_HSTS_SECONDS:
        return {}
    lifetime = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    return {"Strict-Transport-Security": lifetime}


class HeadersMiddleware:
    """Adds what the middleware further in did not set, because it never saw the answer or failed itself."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.always, self.when_secure = always(), when_secure()

    def __call__(self, request):
        response = self.get_response(request)
        wanted = self.always | (self.when_secure if request.is_secure() else {})
        for name, value in wanted.items():
            response.headers.setdefault(name, value)
        if may_fetch_ahead(request, response):
            response.headers["Speculation-Rules"] = f'"{reverse("speculation_rules")}"'
        return response


def may_fetch_ahead(request, response):
    """Say whether a browser may fetch the links of this page ahead: for visitors; staff see all as it is."""
    is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    return is_page and settings.SESSION_COOKIE_NAME not in request.COOKIES
