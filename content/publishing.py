"""What "published" means, for every kind of content. Nothing else decides it."""

from datetime import UTC, datetime
from functools import cache

from django.apps import apps
from django.db import connection, models
from django.db.models.functions import Greatest
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from content.caching import forget_cached_pages, watch


class Gone(Http404):
    """What was public and has been removed: its address answers 410."""


class PublishableQuerySet(models.QuerySet):
    """Phrases that every kind of content understands; the only code that compares its dates with now."""

    def published(self):
        """What anyone may read: its date has passed and it has not been removed. Withdrawn items stay."""
        now = timezone.now()
        return self.filter(published_at__lte=now).exclude(removed_at__lte=now)

    def ever_public(self):
        """What was published at some time, removed or not: addresses that may answer 410 Gone."""
        return self.filter(published_at__lte=timezone.now())

    def public_or_404(self, **lookup):
        """Return the one published item of a lookup; raise `Gone` when it was removed, else Http404."""
        item = get_object_or_404(self.ever_public(), **lookup)
        if item.state == "removed":
            raise Gone
        return item

    def current(self):
        """What lists, feeds and search offer: published and not withdrawn."""
        return self.published().exclude(withdrawn_at__lte=timezone.now())

    def hidden(self):
        """What `current` leaves out. Where little is hidden, databases are quicker to ask for this."""
        now = timezone.now()
        passed = models.Q(withdrawn_at__lte=now) | models.Q(removed_at__lte=now)
        return self.filter(models.Q(published_at=None) | models.Q(published_at__gt=now) | passed)

    def removed(self):
        """What was once public and answers 410 Gone."""
        now = timezone.now()
        return self.filter(published_at__lte=now, removed_at__lte=now)

    def appeared(self, since, until):
        """What lists offer and nobody could read before `since`; up to and with `until`."""
        return self.current().filter(appeared_at__gt=since, appeared_at__lte=until)

    def scheduled(self):
        """What has a date that has not passed."""
        return self.filter(published_at__gt=timezone.now())

    def drafts(self):
        """What has no date."""
        return self.filter(published_at__isnull=True)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def latest_first(self):
        """What readers could see last comes first, whatever date it bears."""
        return self.order_by(models.F("appeared_at").desc(nulls_last=True), "-published_at", "-pk")

    def with_updated(self):
        """Annotate `updated`, the moment that readers and machines are told: `updated_at` in SQL."""
        removed = models.Case(
            models.When(removed_at__lte=timezone.now(), then="removed_at"), default="changed_at"
        )
        return self.annotate(updated=Greatest("changed_at", "published_at", removed))

    def update(self, **values):
        """Like Django's, and moves the clocks too, so that feeds, alerts, search and OAI-PMH notice."""
        now, date = timezone.now(), values.get("published_at")
        if not self.query.is_sliced:
            values.setdefault("changed_at", now)
        if isinstance(date, datetime):
            seen = models.When(appeared_at__lte=now, then="appeared_at")
            values.setdefault("appeared_at", models.Case(seen, default=models.Value(max(date, now))))
        forget_cached_pages()
        return super().update(**values)

    update.alters_data = True


class Publishable(models.Model):
    """Four dates. No `published_at`: draft. In the future: scheduled. Past: live.

    Two clocks go with them: `changed_at` is the last change that readers see, `appeared_at` the moment
    from which they could read it at all. A date in the past does not move that one, so what is published
    under an earlier date is still news to those who follow a list.
    """

    published_at = models.DateTimeField(
        "publish at",
        null=True,
        blank=True,
        db_index=True,
        help_text="Leave empty for a draft. A date to come schedules it.",
    )
    withdrawn_at = models.DateTimeField(
        null=True,
        blank=True,
        db_index=True,
        help_text="From then on the page stays readable under a banner and leaves all lists.",
    )
    removed_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="From then on the page answers “410 Gone”."
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    appeared_at = models.DateTimeField(null=True, editable=False, db_index=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *, update_fields=None, **kwargs):
        self.move_clocks()
        if update_fields is not None:
            update_fields = {*update_fields, "changed_at", "appeared_at"}
        super().save(update_fields=update_fields, **kwargs)
        forget_cached_pages()

    def move_clocks(self):
        """Say that readers see a change from now on. Once they have seen it, `appeared_at` stays."""
        self.changed_at = now = timezone.now()
        if self.appeared_at is None or self.appeared_at > now:
            self.appeared_at = self.published_at and max(self.published_at, now)

    def touch(self):
        """Say that something readers see beside the row changed: tags, files, inlines."""
        type(self)._default_manager.filter(pk=self.pk).update()

    @property
    def state(self):
        """One word for staff: draft, scheduled, live, withdrawn or removed."""
        now = timezone.now()
        if self.published_at is None:
            return "draft"
        if self.removed_at and self.removed_at <= now:
            return "removed"
        if self.published_at > now:
            return "scheduled"
        return "withdrawn" if self.withdrawn_at and self.withdrawn_at <= now else "live"

    @property
    def updated_at(self):
        """The latest of change, publication and removal: a scheduled item is new on its day."""
        moments = [self.changed_at, self.published_at or self.changed_at]
        if self.removed_at and self.removed_at <= timezone.now():
            moments.append(self.removed_at)
        return max(moments)


def next_change():
    """Return the next moment at which anything is published, withdrawn or removed by itself, or None."""
    sql, dates = _question()
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(timezone.now())] * dates)
        found = cursor.fetchone()[0]
    moment = found and parse_datetime(str(found))  # SQLite knows no dates: it keeps them as text, in UTC
    return timezone.make_aware(moment, UTC) if moment and timezone.is_naive(moment) else moment


@cache
def _question():
    """Return SQL that asks every date of every kind of content, and the number of its parameters."""
    parts = [
        f'SELECT MIN("{date}") AS moment FROM "{kind._meta.db_table}" WHERE "{date}" > %s'  # noqa: S608 (names of our own)
        for kind in apps.get_models()
        if issubclass(kind, Publishable)
        for date in ("published_at", "withdrawn_at", "removed_at")
    ]
    return f"SELECT MIN(moment) FROM ({' UNION ALL '.join(parts)}) AS dates", len(parts)  # noqa: S608 (names of our own)


watch.next_dates.append(next_change)
