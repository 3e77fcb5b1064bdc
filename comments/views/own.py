"""What the writer of a comment can do with it: confirm, look, change, withdraw. Opened by signed links."""

from functools import partial

from django.db import transaction
from django.shortcuts import redirect, render

from comments import limits, notices
from comments.forms import EditForm
from comments.holding import may_be_shown, reasons_to_hold
from comments.models import Discussion, HubComment
from comments.views.opening import CONFIRM_WITHIN, OWN_FOR, explain, opened_by
from content.erasures import erase_everywhere
from content.tokens import make_token


@opened_by("comment-confirm", CONFIRM_WITHIN)
def confirm(request, comment, token):
    """GET shows a button, POST confirms; once it is confirmed both lead to the status page."""
    if comment.state == HubComment.State.UNCONFIRMED:
        if not Discussion.objects.public().filter(pk=comment.discussion_id).exists():
            return explain(request, "The page you commented on is not here any more", 410, comment.comment)
        if comment.discussion.closed_because:
            return explain(request, comment.discussion.closed_because, 410, comment.comment)
        if request.method != "POST":
            return render(request, "comments/confirm.html", {"comment": comment})
        with HubComment.locked(comment.pk) as locked:
            if locked and locked.state == HubComment.State.UNCONFIRMED:
                _confirm(locked)
    return redirect("comments:mine", make_token("comment-mine", comment.pk))


def _confirm(comment):
    reasons = reasons_to_hold(comment)
    comment.confirm(reasons, show=may_be_shown(reasons))
    limits.mail_was_wanted(comment.email_key, comment.address_key)
    if comment.followup:
        notices.follow_replies(comment)
    transaction.on_commit(partial(notices.tell_moderators_at_once, comment))


@opened_by("comment-mine", OWN_FOR)
def mine(request, comment, token):
    """The private page: where the comment stands, and what its writer can still do."""
    if request.method == "POST":
        return _change(request, comment, token)
    return _mine_page(request, comment, token, EditForm(initial={"comment": comment.comment}))


def _change(request, comment, token):
    if "erase" in request.POST:
        return _erase(request, comment, token)
    if "withdraw" in request.POST:
        with HubComment.locked(comment.pk) as locked:
            if locked and locked.can_be_withdrawn:
                locked.withdraw()
        return redirect("comments:mine", token)
    form = EditForm(request.POST, request=request)
    if not comment.can_be_edited:
        form.add_error(
            "comment", "The time for changes is over. You can withdraw the comment and write a new one"
        )
    if not form.is_valid():
        return _mine_page(request, comment, token, form)
    with HubComment.locked(comment.pk) as locked:
        if locked and locked.can_be_edited:  # a moderator may have decided since we looked
            locked.comment = form.cleaned_data["comment"]
            reasons = reasons_to_hold(locked, edited=True)
            locked.edit(locked.comment, reasons, show=may_be_shown(reasons))
    return redirect("comments:mine", token)


def _erase(request, comment, token):
    """Whoever has the link that was mailed to an address may have everything about it erased."""
    if "sure" not in request.POST:
        return _mine_page(
            request, comment, token, EditForm(initial={"comment": comment.comment}), unsure=True
        )
    erase_everywhere(comment.user_email)
    return explain(request, "Everything about your address is erased", 200)


def _mine_page(request, comment, token, form, unsure=False):
    public = HubComment.objects.public().filter(pk=comment.pk).exists()
    context = {"comment": comment, "token": token, "form": form, "public": public, "unsure": unsure}
    return render(request, "comments/mine.html", context)
