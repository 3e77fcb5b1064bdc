"""Following a thread by mail without writing, and stopping with one click."""

from django.shortcuts import redirect, render

from comments import limits, notices
from comments.forms import FollowForm
from comments.models import Discussion, Follow, HubComment
from comments.views.opening import CONFIRM_WITHIN, OWN_FOR, explain, opened_by, visitor_page
from content.throttling import address_key
from content.tokens import BadTokenError, read_token
from content.visiting import show


@visitor_page
def follow(request, kind, object_id):
    discussion = Discussion.public_or_404(kind, object_id)
    form = FollowForm(
        request.POST if request.method == "POST" else None, request=request, auto_id="follow-%s"
    )
    if request.method == "POST" and form.is_valid():
        wait = limits.wait_before_follow(request)
        if not wait:
            notices.ask_to_follow(discussion, form.cleaned_data["email"], address_key(request))
            return render(request, "comments/follow_sent.html", {"discussion": discussion})
        form.refuse_for(wait)
    return show(request, "comments/follow.html", {"discussion": discussion, "form": form})


@opened_by("comment-follow", CONFIRM_WITHIN, Follow)
def follow_confirm(request, follow, token):
    if request.method != "POST":
        return render(request, "comments/follow_confirm.html", {"follow": follow})
    notices.start(follow)
    return redirect("comments:following", token)


@opened_by("comment-follow", CONFIRM_WITHIN, Follow)
def following(request, follow, token):
    return render(request, "comments/following.html", {"follow": follow})


@visitor_page
def stop(request, token):
    """RFC 8058: the mail program posts here by itself, from anywhere; a person gets a button."""
    try:
        (pk,) = read_token("comment-stop", token, OWN_FOR)
    except (BadTokenError, ValueError):
        return explain(request, "This link does not work", 404)
    if request.method == "POST":
        notices.stop(Follow.objects.filter(pk=pk).first())
        return render(request, "comments/stopped.html")
    return render(request, "comments/stop.html", {"question": "Stop mails about this discussion?"})


@visitor_page
def stop_all(request, token):
    """No mail at all any more to the address that a comment or a follow has."""
    try:
        model, pk = read_token("comment-stop-all", token, OWN_FOR)
    except (BadTokenError, ValueError):
        return explain(request, "This link does not work", 404)
    if request.method == "POST":
        source = (HubComment if model == "comment" else Follow).objects.filter(pk=pk).first()
        if source is None or not source.email_key:
            return explain(request, "We have already deleted this address", 410)
        notices.stop_all_to(source.email_key)
        return render(request, "comments/stopped.html", {"all": True})
    return render(request, "comments/stop.html", {"question": "Stop all mail from the Hub’s comments?"})
