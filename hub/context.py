"""What the frame of every page shows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from alerts import lists
from content.models import StakeholderGroup
from hub.pictures import picture_of


def frame(request):
    """Return our address, the page's own, and the six groups, asked for only where they are shown."""
    return {
        "contact_email": settings.CONTACT_EMAIL,
        "canonical": canonical(request),
        "site_url": settings.SITE_URL,
        "followed": SimpleLazyObject(lambda: followed(request)),
        "picture": SimpleLazyObject(lambda: picture_of(request)),
        "stakeholder_groups": SimpleLazyObject(StakeholderGroup.everyone),
    }


def followed(request):
    """Return the list that a page shows, with its filters, when it is one that can be followed."""
    match = request.resolver_match
    if match is None or match.view_name not in lists.LISTS:
        return None
    try:
        return lists.find(request.path, request.GET)
    except lists.UnknownList:
        return None


def canonical(request):
    """Return the one address of a page: without filters, which only narrow it, but with its page number."""
    number = request.GET.get("page", "")
    later = number.isascii() and number.isdigit() and len(number) < 6 and int(number) > 1
    return f"{settings.SITE_URL}{request.path}{f'?page={int(number)}' if later else ''}"
