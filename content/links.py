"""Whether a link leads anywhere: inside our own site by asking our own pages, outside politely."""

from http.client import HTTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.redirects.models import Redirect
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve

from content.fetching import FetchError, asked


def is_inside(url):
    """Say whether an address is one of our own pages."""
    return _path(url) is not None


def _path(url):
    if url.startswith(settings.SITE_URL + "/"):
        url = url.removeprefix(settings.SITE_URL)
    if not url.startswith("/") or url.startswith("//"):
        return None
    return url.partition("#")[0].partition("?")[0]


def problem_inside(url):
    """Return why a visitor would not get this page of ours; "" when they would."""
    path = _path(url)
    if path.startswith(settings.MEDIA_URL):
        return (
            "" if default_storage.exists(path.removeprefix(settings.MEDIA_URL)) else "There is no such file."
        )
    if path.startswith((settings.STATIC_URL, "/admin/")) or Redirect.objects.filter(old_path=path).exists():
        return ""
    try:
        match = resolve(path)
        response = match.func(_visit(path), *match.args, **match.kwargs)
    except (Resolver404, Http404, PermissionDenied):
        return "Visitors do not get it: there is no such page, or it is a draft."
    return "" if response.status_code < 400 else "The page was removed."


def _visit(path):
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    site = urlsplit(settings.SITE_URL)
    request.META = {
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or 80),
        "HTTP_HOST": site.netloc,
    }
    request.user = AnonymousUser()
    return request


def problem_outside(url):
    """Ask for the head of a page elsewhere; return why there is none, or "". Never asks inside a network."""
    try:
        with asked("HEAD", url) as response:
            status = response.status
    except FetchError as error:
        return str(error)
    except (OSError, HTTPException, ValueError) as error:
        return f"No answer: {type(error).__name__}"
    # Many sites refuse robots (401, 403, 405, 429): that says nothing about the page.
    return f"The site answers {status}." if status in {404, 410} or status >= 500 else ""
