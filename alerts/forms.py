"""The form that asks for alerts on a list."""

from datetime import timedelta

from django import forms
from django.db.models import Sum
from django.utils import timezone

from alerts import lists
from alerts.models import Subscription
from comments.limits import Wait, count_mail
from comments.models.comment import email_key
from content.throttling import address_key, network_key
from content.visiting import VisitorForm

MAILS_A_DAY = {"subscriber__email_key": 5, "address_key": 20, "network_key": 100}
DAY = timedelta(days=1)


class SubscribeForm(VisitorForm):
    """An address and how often. `followed` is the FollowedList that the page is about."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address, like name@example.org",
            "invalid": "Enter an e-mail address with an @ sign, like name@example.org",
            "max_length": "Enter a shorter e-mail address: this one has more than 254 letters",
        },
    )
    frequency = forms.ChoiceField(
        choices=Subscription.Frequency,
        initial=Subscription.Frequency.DAILY,
        error_messages={
            "required": "Choose how often to hear from us",
            "invalid_choice": "Choose once a day or once a week",
        },
    )

    def clean(self):
        cleaned = super().clean()
        if "email" in self.cleaned_data and not self.errors:
            self.keys = {
                "subscriber__email_key": email_key(self.cleaned_data["email"]),
                "address_key": address_key(self.request),
                "network_key": network_key(self.request),
            }
            if wait := self._count():
                self.refuse_for(wait)
        return cleaned

    def _count(self):
        """Count the mail that asks for confirmation; or return a Wait when there were enough for now."""
        recent = Subscription.objects.filter(asked_at__gt=timezone.now() - DAY)
        for field, most in MAILS_A_DAY.items():
            sent = recent.filter(**{field: self.keys[field]}).aggregate(n=Sum("asks"))["n"] or 0
            if sent >= most:
                return Wait(seconds=int(DAY.total_seconds()))
        return count_mail(self.keys["subscriber__email_key"], self.keys["address_key"])


def followed_list(request):
    """Return the FollowedList that a request names in `list`; raise UnknownList."""
    address = request.POST.get("list") or request.GET.get("list", "")
    followed = lists.find_address(address.replace("\x00", ""))
    if len(followed.address) > Subscription._meta.get_field("address").max_length:
        raise lists.UnknownList
    followed.title  # noqa: B018 (raises when the page of a group or topic is not there)
    return followed
