"""What the desk's own pages need."""

from django import template
from django.contrib import admin
from django.urls import reverse

register = template.Library()


@register.simple_tag
def waiting_for(request):
    """List what waits for this person, from every admin that has a `waiting(request)`.

    `waiting` yields (what, how many, query string of the list); what nobody waits for is left out.
    """
    rows = []
    for model, model_admin in admin.site._registry.items():
        if not hasattr(model_admin, "waiting") or not model_admin.has_view_permission(request):
            continue
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        name = model._meta.verbose_name_plural
        rows += [
            {"name": f"{name}: {what}", "count": count, "url": f"{address}?{query}"}
            for what, count, query in model_admin.waiting(request)
            if count
        ]
    return rows
