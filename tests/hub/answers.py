"""Every kind of answer that the Hub gives, each at an address of its own, beside the real addresses."""

import errno

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import FileResponse, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from hub import urls


def fails_with(exception):
    def view(request):
        raise exception

    return view


handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
urlpatterns = [
    path("kinds/media", lambda request: FileResponse([b"%PDF-1.7"], content_type="application/pdf")),
    path("kinds/oai", lambda request: HttpResponse("<OAI-PMH/>", content_type="text/xml")),
    path("kinds/json", lambda request: JsonResponse({})),
    path("kinds/304", lambda request: HttpResponseNotModified()),
    path("kinds/400", fails_with(BadRequest("no"))),
    path("kinds/403", fails_with(PermissionDenied("no"))),
    path("kinds/405", require_safe(lambda request: HttpResponse())),
    path("kinds/413", fails_with(RequestDataTooBig("no"))),
    path("kinds/429", lambda request: render(request, "429.html", {"wait": 1}, status=429)),
    path("kinds/500", fails_with(RuntimeError("secret-in-the-message"))),
    path("kinds/full-disk", fails_with(OSError(errno.ENOSPC, "No space left on device"))),
    path("kinds/503", fails_with(OperationalError("server closed the connection"))),
    *urls.urlpatterns,
]

ANSWERS = {
    "page": ("GET", "/about/", 200),
    "static": ("GET", "/static/probe.css", 200),
    "media": ("GET", "/kinds/media", 200),
    "feed": ("GET", "/news/feed/", 200),
    "oai": ("GET", "/kinds/oai", 200),
    "json": ("GET", "/kinds/json", 200),
    "redirect": ("GET", "/security.txt", 302),
    "not modified": ("GET", "/kinds/304", 304),
    "bad request": ("GET", "/kinds/400", 400),
    "forbidden": ("GET", "/kinds/403", 403),
    "not found": ("GET", "/kinds/404", 404),
    "wrong method": ("POST", "/kinds/405", 405),
    "too large": ("GET", "/kinds/413", 413),
    "too many": ("GET", "/kinds/429", 429),
    "our fault": ("GET", "/kinds/500", 500),
    "database away": ("GET", "/kinds/503", 503),
}
