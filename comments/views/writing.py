"""Writing a comment or a reply, and being told to look for the mail."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments import limits, mail
from comments.forms import CommentForm, make_stamp
from comments.models import Discussion, HubComment
from comments.views.opening import explain, opened_by, visitor_page
from content.tokens import make_token
from content.visiting import show


@visitor_page
def write(request, kind, object_id):
    try:
        discussion = Discussion.public_or_404(kind, object_id)
    except Http404:
        return explain(request, "This page is not here", 404, request.POST.get("comment", ""))
    return _form_page(request, discussion)


@visitor_page
def reply(request, pk):
    answered = HubComment.objects.public().select_related("discussion").filter(id=pk).first()
    if answered is None:
        return explain(
            request, "The comment you want to answer is not here", 404, request.POST.get("comment", "")
        )
    return _form_page(request, answered.discussion, answered)


def _form_page(request, discussion, answers=None):
    """Show the form, or take what it sends: errors bring it back as it was, otherwise on to the mail."""
    data = request.POST if request.method == "POST" else None
    form = CommentForm(discussion, data, request=request, answers=answers)
    if data is not None and form.is_valid():
        with transaction.atomic():  # the comment and the mail that waits in the queue, or neither
            comment = form.save()
            if not comment.mails_sent:
                mail.send_confirmation(comment)
        return redirect("comments:sent", make_token("comment-sent", comment.pk))
    context = {"form": form, "discussion": discussion, "answers": answers}
    return show(request, "comments/comment_form.html", context)


@require_safe
@never_cache
def stamp(request, kind, object_id):
    """A fresh stamp for a form that came out of a cache (static/js/comments.js asks for it)."""
    return HttpResponse(make_stamp(Discussion.public_or_404(kind, object_id)), content_type="text/plain")


@opened_by("comment-sent", timedelta(hours=1))
def sent(request, comment, token):
    """Where to look for the mail; the button sends it again, within the limits."""
    if request.method == "POST" and comment.state == HubComment.State.UNCONFIRMED:
        if limits.may_mail(comment) and not limits.count_mail(comment.email_key, comment.address_key):
            mail.send_confirmation(comment)
        return redirect("comments:sent", token)
    outbox = settings.MAILERS["default"]["OPTIONS"].get("file_path") if settings.DEMO else None
    return render(request, "comments/sent.html", {"comment": comment, "token": token, "outbox": outbox})
