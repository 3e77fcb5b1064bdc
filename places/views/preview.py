"""What is not published yet, for somebody with a signed link."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.previewing import item_for


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
