"""Our addresses: in full for others, and for ever: when one changes, a redirect stays behind."""

from django.conf import settings
from django.contrib.redirects.models import Redirect


def full(path):
    """Return the full address of a path of ours."""
    return settings.SITE_URL + path


def address(item):
    """Return the full address of something that has a page."""
    return full(item.get_absolute_url())


def leave_redirect(old_path, new_path):
    """Send readers of a former address to the new one. Never a chain, never a circle."""
    if old_path == new_path:
        return
    Redirect.objects.filter(old_path=new_path).delete()
    Redirect.objects.filter(new_path=old_path).update(new_path=new_path)
    Redirect.objects.update_or_create(
        site_id=settings.SITE_ID, old_path=old_path, defaults={"new_path": new_path}
    )
