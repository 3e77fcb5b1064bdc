"""Asking for alerts, confirming them, changing and stopping them: no account, no cookie, signed links."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from alerts import mail
from alerts.bouncing import end_mail_to
from alerts.forms import SubscribeForm, followed_list
from alerts.models import Subscriber, Subscription
from comments.limits import mail_was_wanted
from comments.models.comment import email_key
from comments.views.opening import CONFIRM_WITHIN, explain, visitor_page
from content import opening
from content.tokens import make_token
from content.visiting import show

OWN_FOR = timedelta(days=5 * 365)


def opened_by(purpose, max_age, model, **options):
    opened = opening.opened_by(purpose, max_age, model.objects.all, explain, **options)
    return lambda view: visitor_page(opened(view))


@visitor_page
def new(request):
    """Ask for alerts on the list that `?list=` names. The answer is the same for known and new addresses."""
    followed = followed_list(request)
    sending = request.method == "POST"
    form = SubscribeForm(request.POST if sending else None, request=request, auto_id="alert-%s")
    context = {"followed": followed, "form": form}
    if sending and form.is_valid():
        ask(followed, form)
        return render(request, "alerts/asked.html", context)
    return show(request, "alerts/new.html", context)


def ask(followed, form):
    """Note the wish, and mail a link that confirms it."""
    email = form.cleaned_data["email"]
    subscriber, _ = Subscriber.objects.get_or_create(email_key=email_key(email), defaults={"email": email})
    subscription, _ = Subscription.objects.get_or_create(subscriber=subscriber, address=followed.address)
    subscription.frequency = form.cleaned_data["frequency"]
    subscription.asked_at = timezone.now()
    subscription.asks += 1
    subscription.address_key, subscription.network_key = form.keys["address_key"], form.keys["network_key"]
    subscription.save()
    mail.send_confirmation(subscription, followed.title)


@opened_by("alert-confirm", CONFIRM_WITHIN, Subscription)
def confirm(request, subscription, token):
    if request.method != "POST":
        return render(request, "alerts/confirm.html", {"subscription": subscription})
    if subscription.confirm():
        mail_was_wanted(subscription.subscriber.email_key, subscription.address_key)
    return redirect("alerts:manage", make_token("alert-manage", subscription.subscriber_id))


@opened_by("alert-manage", OWN_FOR, Subscriber)
def manage(request, subscriber, token):
    """All lists of one address: change how often, pause, stop one, stop all."""
    if request.method == "POST":
        change(subscriber, request.POST)
        return redirect(f"{reverse('alerts:manage', args=[token])}?saved=1")
    context = {
        "subscriber": subscriber,
        "subscriptions": subscriber.subscriptions.live(),
        "frequencies": Subscription.Frequency.choices,
        "saved": "saved" in request.GET,
    }
    return render(request, "alerts/manage.html", context)


def change(subscriber, said):
    """Do what the pressed button of the page says. A button that is not there does nothing."""
    live, what = subscriber.subscriptions.live(), said.get("do", "")
    if what == "stop-all":
        live.end()
    elif what.startswith("stop-") and what[5:].isdecimal() and len(what) < 20:
        live.filter(pk=int(what[5:])).end()
    elif what in {"pause", "resume"}:
        resume(subscriber) if what == "resume" else pause(subscriber)
    elif what == "save":
        for subscription in live:
            frequency = said.get(f"frequency-{subscription.pk}")
            if frequency in Subscription.Frequency:
                live.filter(pk=subscription.pk).update(frequency=frequency)


def pause(subscriber):
    Subscriber.objects.filter(pk=subscriber.pk, paused_at=None).update(paused_at=timezone.now())


def resume(subscriber):
    """Go on from now: what appeared in the pause is not told afterwards."""
    if subscriber.paused_at:
        subscriber.subscriptions.live().update(told_up_to=timezone.now())
        Subscriber.objects.filter(pk=subscriber.pk).update(paused_at=None)


@opened_by("alert-stop", OWN_FOR, Subscriber, from_anywhere=True)
def stop(request, subscriber, token):
    """RFC 8058: the mail program posts here by itself, from anywhere; a person gets a button."""
    if request.method != "POST":
        return render(request, "alerts/stop.html")
    subscriber.subscriptions.end()
    return render(request, "alerts/stopped.html")


@opened_by("alert-never", OWN_FOR, Subscriber)
def never(request, subscriber, token):
    """For whoever had their address typed by a stranger: no mail at all from us any more."""
    if request.method != "POST":
        return render(request, "alerts/stop.html", {"never": True})
    end_mail_to(subscriber.email_key)
    return render(request, "alerts/stopped.html", {"never": True})
