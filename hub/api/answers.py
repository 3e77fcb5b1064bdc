"""How the API answers: JSON with an ETag, problems by RFC 9457, open to other sites, at a polite pace."""

import hashlib
from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from content import pacing

REQUESTS = 300  # of one address in a minute
METHODS = "GET, HEAD, OPTIONS"


class Problem(Exception):  # noqa: N818 (RFC 9457's own word)
    """Something that the caller can put right, or has to wait for."""

    def __init__(self, status, title, detail="", **headers):
        super().__init__(title)
        self.status, self.title, self.detail, self.headers = status, title, detail, headers

    def response(self):
        said = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        headers = {name.replace("_", "-"): value for name, value in self.headers.items()}
        return JsonResponse(
            said, status=self.status, content_type="application/problem+json", headers=headers
        )


def endpoint(view):
    """Make a view that returns plain values an endpoint of the API."""

    @csrf_exempt
    @wraps(view)
    def answered(request, *args, **kwargs):
        pace = count(request)
        try:
            response = answer(request, view, args, kwargs, pace)
        except Problem as problem:
            response = problem.response()
        except Http404:
            response = Problem(404, "Not found", "There is nothing public at this address.").response()
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, RateLimit, RateLimit-Policy"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cache-Control"] = "no-cache"  # ask again with the ETag: it costs little
        response.headers["RateLimit-Policy"] = f'"default";q={REQUESTS};w={pacing.PERIOD}'
        response.headers["RateLimit"] = f'"default";r={pace["left"]};t={pace["seconds"]}'
        return response

    return answered


def answer(request, view, args, kwargs, pace):
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS, "Access-Control-Allow-Methods": METHODS})
    if request.method not in {"GET", "HEAD"}:
        raise Problem(405, "Only for reading", "Use GET.", Allow=METHODS)
    if pace["used"] > REQUESTS:
        detail = f"At most {REQUESTS} requests in {pacing.PERIOD} seconds, please."
        raise Problem(429, "Too many requests", detail, Retry_After=str(pace["seconds"]))
    response = JsonResponse(view(request, *args, **kwargs))
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:24])
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def count(request):
    """Count this request; return what its address has used, has left, and the seconds to go."""
    used, seconds = pacing.used("api", request)
    return {"used": used, "left": max(0, REQUESTS - used), "seconds": seconds}
