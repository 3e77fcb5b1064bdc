"""Methods that no page of ours knows, such as QUERY or DELETE, are refused as HTTP asks: 405, with Allow."""

from django.http import HttpResponseNotAllowed

KNOWN = {"GET", "HEAD", "POST", "OPTIONS"}
USUAL = "GET, HEAD, POST"


def known_methods_only(get_response):
    """Middleware: ask the address what it allows (as OPTIONS, which changes nothing), and refuse with that.

    Without it the check of forms would refuse first, with a 403 that blames the visitor's browser.
    """

    def middleware(request):
        if request.method in KNOWN:
            return get_response(request)
        asked, request.method = request.method, "OPTIONS"
        response = get_response(request)
        request.method = asked
        if response.status_code >= 400 and response.status_code != 405:
            return response
        return HttpResponseNotAllowed(response.headers.get("Allow", USUAL).split(", "))

    return middleware
