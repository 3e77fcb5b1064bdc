"""Who wants to hear of what, and what has been told to whom."""

from datetime import timedelta

from django.db import models
from django.db.models.lookups import IsNull
from django.utils import timezone

from alerts import lists


class Subscriber(models.Model):
    """One e-mail address. It is blank once it has been forgotten."""

    email = models.EmailField("e-mail address", blank=True)
    email_key = models.CharField(max_length=32, unique=True)
    paused_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"subscriber {self.pk}"


class SubscriptionQuerySet(models.QuerySet):
    def live(self):
        """Those that were confirmed and have not ended."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)

    def due(self, until):
        """Those to be told of what appeared up to `until`: a day or a week after they were last told."""
        due = models.Q()
        for frequency, period in PERIODS.items():
            due |= models.Q(frequency=frequency, told_up_to__lte=until - period)
        return self.live().filter(due, subscriber__paused_at__isnull=True)

    def end(self):
        """End these; what has ended stays ended at its own moment."""
        return self.filter(ended_at__isnull=True).update(ended_at=timezone.now())


class Subscription(models.Model):
    """One list that a subscriber follows, by the address of its page."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "Once a day"
        WEEKLY = "weekly", "Once a week"

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    address = models.CharField(max_length=500)
    frequency = models.CharField(max_length=6, choices=Frequency, default=Frequency.DAILY)
    asked_at = models.DateTimeField(default=timezone.now)
    asks = models.PositiveSmallIntegerField(default=0, help_text="Confirmation mails sent.")
    address_key = models.CharField(max_length=32, blank=True, db_index=True)
    network_key = models.CharField(max_length=32, blank=True, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    told_up_to = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("subscriber", "address", name="subscription_list_once")]

    def __str__(self):
        return self.address

    def confirm(self):
        """Begin: from now on what appears is told. Pressing the button again changes nothing.

        Returns whether it began.
        """
        if self.confirmed_at and not self.ended_at:
            return False
        self.confirmed_at = self.told_up_to = timezone.now()
        self.ended_at = None
        self.save(update_fields=["confirmed_at", "told_up_to", "ended_at"])
        return True

    @property
    def list_title(self):
        """What the list is called, or its bare address when its page is gone."""
        try:
            return lists.find_address(self.address, private=True).title
        except lists.Http404:
            return self.address


# A little less than the period, so that a run that starts a few minutes early misses no one.
PERIODS = {
    Subscription.Frequency.DAILY: timedelta(hours=20),
    Subscription.Frequency.WEEKLY: timedelta(days=6, hours=20),
}


class Run(models.Model):
    """One round of telling everyone what appeared up to one moment. Repeating it repeats nothing."""

    until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                IsNull(models.F("finished_at"), True),
                condition=models.Q(finished_at=None),
                name="run_one_at_a_time",
            )
        ]

    def __str__(self):
        return f"run of {self.until:%Y-%m-%d %H:%M}"


class Digest(models.Model):
    """The one mail of a subscriber in a run. It is written down with what it tells, then sent."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="digests")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="digests")
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)  # both emptied once it is sent
    html = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("run", "subscriber", name="digest_once")]

    def __str__(self):
        return f"{self.run}: {self.subscriber}"
