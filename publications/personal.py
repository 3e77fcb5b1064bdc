"""Who asked for another format: the request stays to be counted, the person does not."""

from publications.models import FormatRequest


def export(email):
    """Return the requests from an address as plain values."""
    return [
        {
            "file": str(request.file),
            "format": request.get_format_display(),
            "message": request.message,
            "received": request.received_at.isoformat(),
        }
        for request in FormatRequest.objects.filter(email__iexact=email).select_related("file")
    ]


def erase(email, by=None):
    """Blank address and words in the requests from an address; return how many there were."""
    return FormatRequest.objects.filter(email__iexact=email).update(email="", message="", origin="")


def addresses():
    return FormatRequest.objects.exclude(email="").values_list("email", flat=True)
