"""A link to something not yet published, for one person without a login, for seven days."""

from django.core import signing

from content.keeping import keep_nothing

SALT = "preview"
SEVEN_DAYS = 7 * 24 * 60 * 60


def token_for(item):
    """Return the signed name of one item at its present slug."""
    return signing.dumps([item._meta.label_lower, item.pk, item.slug], salt=SALT)


def item_for(token, queryset):
    """Return the item that a token names.

    None when the token is forged, older than seven days, made for another kind of content, made
    with another secret, or when the slug has changed since.
    """
    keep_nothing()
    try:
        # No fallback keys: a changed secret ends every preview at once.
        label, pk, slug = signing.loads(token, salt=SALT, max_age=SEVEN_DAYS, fallback_keys=[])
    except (signing.BadSignature, ValueError):
        return None
    if label != queryset.model._meta.label_lower:
        return None
    return queryset.filter(pk=pk, slug=slug).first()
