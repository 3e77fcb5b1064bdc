"""Hands out files: only those of published publications, whole or in part, never as a page of ours."""

import re

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from content.pictures import KINDS
from publications.finding import of_publication
from publications.models import File

CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@require_safe
@of_publication
def publication_file(request, publication, name):
    """The PDF under the name that readers see. `?download` saves it, otherwise the browser shows it."""
    file = get_object_or_404(File, publication=publication, name=name)
    etag, added = f'"{file.sha256}"', int(file.added_at.timestamp())
    validators = {"ETag": etag, "Last-Modified": http_date(added)}
    response = HttpResponse(content_type="application/pdf", headers=validators)
    response = get_conditional_response(request, etag=etag, last_modified=added, response=response)
    if response.status_code == 200:
        response = _body(request, file, validators)
    return _with_headers(request, response, file, publication)


@require_safe
@of_publication
def publication_cover(request, publication, width=None, kind="webp"):
    """The picture of the main file’s first page, or a copy of it that is made."""
    file = publication.main_file
    if not file or not file.cover or (width and (width not in file.cover.widths or kind not in KINDS)):
        raise Http404
    name = file.cover.copy_name(width, kind) if width else file.cover.name
    with file.cover.storage.open(name) as picture:
        response = HttpResponse(picture.read(), content_type=f"image/{kind}")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _with_headers(request, response, file, publication):
    kind = "attachment" if "download" in request.GET else "inline"
    landing = f"{settings.SITE_URL}{publication.get_absolute_url()}"
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'{kind}; filename="{file.name}.pdf"',
        "Cache-Control": "public, no-cache",  # kept by browsers, asked about each time: it may be removed
        "Accept-Ranges": "bytes",
        "Link": f'<{landing}>; rel="collection"; type="text/html"',
    }
    for header, value in headers.items():
        response[header] = value
    return response


def _body(request, file, validators):
    """Return the whole file, the part that was asked for, or word to the server in front to send it."""
    headers = dict(validators)
    if settings.FILES_HEADER:
        headers[settings.FILES_HEADER] = settings.FILES_PREFIX + file.file.name
        return HttpResponse(content_type="application/pdf", headers=headers)
    part = _part(request, file.size, set(validators.values()))
    if part is None:
        headers["Content-Range"] = f"bytes */{file.size}"
        return HttpResponse(status=416, headers=headers)
    first, last = part
    headers["Content-Length"] = str(last - first + 1)
    whole = last - first + 1 == file.size
    if not whole:
        headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    if not file.file.storage.exists(file.file.name):
        raise Http404
    return StreamingHttpResponse(
        _chunks(file, first, last), status=200 if whole else 206, headers=headers,
        content_type="application/pdf",
    )  # fmt: skip


def _part(request, size, validators):
    """Return the first and last byte to send; None when the range asked for lies outside the file.

    Several ranges at once, or a range of another version (If-Range), get the whole file, as RFC 9110 allows.
    """
    match = ONE_RANGE.match(request.headers.get("Range", ""))
    current = request.headers.get("If-Range", next(iter(validators))) in validators
    if not match or not any(match.groups()) or not current:
        return 0, size - 1
    first, last = match.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else None
    first, last = int(first), min(int(last or size), size - 1)
    return (first, last) if first < size and first <= last else None


def _chunks(file, first, last):
    with file.file.storage.open(file.file.name, "rb") as stream:
        stream.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := stream.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
