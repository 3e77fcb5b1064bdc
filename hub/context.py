"""What the frame of every page shows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from content.models import StakeholderGroup


def frame(request):
    """Return our address and the six groups, asked for once a page and only where it shows them."""
    return {
        "contact_email": settings.CONTACT_EMAIL,
        "stakeholder_groups": SimpleLazyObject(lambda: list(StakeholderGroup.objects.all())),
    }
