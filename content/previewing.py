"""A link to something not yet published, for one person without a login, for seven days."""

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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


def preview(model, page):
    """Return the view that shows a draft of a model by `page`; once it is public, it leads to its page."""

    @never_cache
    @require_safe
    def show(request, token):
        item = item_for(token, model.objects.for_page())
        if item is None:
            raise Http404
        if item.published_at and item.state != "scheduled":
            return redirect(item)
        response = page(request, item, preview=True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return show
