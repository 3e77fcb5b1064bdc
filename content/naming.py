"""What others are labelled with: a new name for a topic is news of everything that carries it."""

from django.db import models, transaction
from django.utils import timezone

from content.caching import forget_cached_pages
from content.publishing import Publishable


class Named(models.Model):
    """Base of what publishable items carry the name of: topics, groups, people, organisations, places.

    Their documents in search, their records in catalogues and their cards hold the name. So when it or
    the address changes, the clock of every item that carries it moves on, in one UPDATE for each kind.
    """

    class Meta:
        abstract = True

    def save(self, **kwargs):
        before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        with transaction.atomic():
            super().save(**kwargs)
            if before and (str(before), before.slug) != (str(self), self.slug):
                touch_carriers(self)
        forget_cached_pages()

    def delete(self, **kwargs):
        with transaction.atomic():
            touch_carriers(self)
            return super().delete(**kwargs)


class Dated(Named):
    """Base of names that are always public: a row knows when it was last saved."""

    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *, update_fields=None, **kwargs):
        self.changed_at = timezone.now()
        if update_fields is not None:
            update_fields = {*update_fields, "changed_at"}
        super().save(update_fields=update_fields, **kwargs)


def touch_carriers(named):
    """Move on `changed_at` of every publishable item that points here, directly or by a row between."""
    for relation in named._meta.related_objects:
        model, here = relation.related_model, {relation.field.name: named}
        if issubclass(model, Publishable):
            model._default_manager.filter(**here).update()
            continue
        for field in model._meta.fields:
            if (
                field.is_relation
                and issubclass(field.related_model, Publishable)
                and field is not relation.field
            ):
                keys = model._default_manager.filter(**here).values(field.attname)
                field.related_model._default_manager.filter(pk__in=keys).update()
