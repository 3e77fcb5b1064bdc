"""What programs ask a site for: robots.txt, the web app manifest, and which links to fetch ahead."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

NOT_AHEAD = [  # of a click: what is private, a form, made anew each time, or no page
    "/admin/*", "/alerts/*", "/api/*", "/comments/*", "/preview/*", "/search/*", "/oai*", "/data/*",
    "/*feed/", "/*/contact/", "/*/another-format/*", "/projects/still-right/*", "/*.*",
]  # fmt: skip


@require_safe
def robots(request):
    """Crawlers may read everything once; deep combinations of filters and forms are not for them."""
    context = {"sitemap": settings.SITE_URL + reverse("sitemap")}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """For those who ask for the icon where it stood before pages could name it."""
    return redirect(static("img/mark.svg"))


@require_safe
def manifest(request):
    """The web app manifest: name, colours and icons for those who keep the Hub on a home screen."""
    icons = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
    icons.append(("icon-maskable-512.png", "512x512", "maskable"))
    description = {
        "name": settings.SITE_NAME,
        "short_name": "The Hub",
        "id": "/",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "minimal-ui",
        "lang": "en-GB",
        "background_color": "#fcfdfc",
        "theme_color": "#fcfdfc",
        "icons": [
            {"src": static(f"img/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }
    return JsonResponse(description, content_type="application/manifest+json")


@require_safe
def speculation_rules(request):
    """Pages of ours that a browser may fetch when a reader is about to follow a link to them.

    Every page points here with a header, so that the content security policy allows no inline script.
    """
    where = [
        {"href_matches": "/*"},
        {"not": {"href_matches": NOT_AHEAD}},
        {"not": {"selector_matches": "[download], [rel~=nofollow]"}},
    ]
    rules = {"prefetch": [{"where": {"and": where}, "eagerness": "moderate"}]}
    return JsonResponse(rules, content_type="application/speculationrules+json")
