"""Writing to the people of a project, and their word on whether its record is still right."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content.origins import sent_from_here
from content.tokens import BadTokenError, ExpiredTokenError, read_token
from content.visiting import show
from places import mail
from places.forms import ChangeForm, ContactForm
from places.models import Message, Project


def form_page(view):
    """A page with a form and no cookie: it proves its own origin, since Django's check needs a cookie."""
    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))


@form_page
def contact(request, slug):
    project = get_object_or_404(Project.objects.shown().select_related("place"), slug=slug)
    form = ContactForm(request.POST if request.method == "POST" else None, request=request)
    context = {"project": project, "form": form, "section": "places"}
    if request.method != "POST":
        return render(request, "places/contact.html", context)
    if not form.is_valid():
        return show(request, "places/contact.html", context)
    mail.send_message(form.keep(project))
    return render(request, "places/contact_sent.html", context)


@form_page
def still_right(request, token):
    """Ask on GET; on POST set the date, or keep what needs a change. The link works for sixty days."""
    try:
        pk, mailbox = read_token(mail.PURPOSE, token, mail.ANSWER_WITHIN)
    except ExpiredTokenError:
        return _explain(request, "This link is too old", 410)
    except (BadTokenError, ValueError):
        return _explain(request, "This link does not work", 404)
    project = Project.objects.published().filter(pk=pk).select_related("place").first()
    if project is None or mail.mailbox_key(project) != mailbox:
        return _explain(request, "This record is no longer yours to check", 410)
    if request.method == "POST":
        return _act(request, project)
    return render(request, "places/still_right.html", {"project": project, "form": ChangeForm()})


def _act(request, project):
    context = {"project": project, "form": ChangeForm(request.POST, request=request)}
    if request.POST.get("answer") == "right":
        if not sent_from_here(request):
            return _explain(request, "Please press the button on our own page", 403)
        project.checked_on = timezone.localdate()
        project.save(update_fields=["checked_on"])
    elif context["form"].is_valid():
        text = context["form"].cleaned_data["text"]
        Message.objects.create(project=project, kind=Message.Kind.CHANGE, text=text)
    else:
        return show(request, "places/still_right.html", context)
    return render(request, "places/still_right_thanks.html", context)


def _explain(request, heading, status):
    return render(request, "places/still_right_explain.html", {"heading": heading}, status=status)
