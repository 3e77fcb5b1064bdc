"""What the frame of every page shows."""

from django.utils.functional import SimpleLazyObject

from content.models import StakeholderGroup


def frame(request):
    """Return the six stakeholder groups, asked for once a page and only where a page shows them."""
    return {"stakeholder_groups": SimpleLazyObject(lambda: list(StakeholderGroup.objects.all()))}
