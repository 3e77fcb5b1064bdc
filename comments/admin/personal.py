"""Handing over and erasing what is kept about one person, from the form of a comment."""

from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import render

from comments.models import HubComment
from content.erasures import erase_everywhere, export_everywhere


class PersonalDataActions:
    """Two actions for superusers, on the form of a comment."""

    @admin.action(
        description="Hand over what is kept about this address", location=ActionLocation.CHANGE_FORM
    )
    def export(self, request, queryset):
        comment = _for_administrators(request, queryset)
        headers = {"Content-Disposition": 'attachment; filename="kept.json"'}
        layout = {"indent": 2, "ensure_ascii": False}
        return JsonResponse(export_everywhere(comment.user_email), headers=headers, json_dumps_params=layout)

    @admin.action(description="Erase everything from this address", location=ActionLocation.CHANGE_FORM)
    def erase(self, request, queryset):
        """Ask once more, then erase."""
        comment = _for_administrators(request, queryset)
        email = comment.user_email
        if "sure" not in request.POST:
            context = self.admin_site.each_context(request) | {
                "title": "Erase",
                "email": email,
                "chosen": comment,
            }
            comments = HubComment.objects.by_address(email)
            return render(request, "admin/comments/erase.html", context | {"comments": comments})
        erased = erase_everywhere(email, by=request.user)["comments"]
        self.message_user(request, f"{erased} comments erased, with everything else from this address.")
        return None


def _for_administrators(request, queryset):
    """Return the chosen comment, with an address; personal data is for superusers only."""
    comment = queryset.get()
    if not request.user.is_superuser or not comment.user_email:
        raise PermissionDenied
    return comment
