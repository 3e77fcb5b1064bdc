from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from content.publishing import Publishable
from hub.initial_content import articles, events, people, places, publications
from hub.initial_content.reading import FIXTURES

ROOMS = ["content", "places", "publications", "articles"]


class Command(BaseCommand):
    help = "Make fixtures/*.json again from fixtures/facts and fixtures/prose, in a database of its own."

    def handle(self, **options):
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            with transaction.atomic():
                people.build()
                places.build()
                articles.build(publications.build())
                events.build()
                _set_clocks()
            for room in ROOMS:
                self._write(room)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)

    def _write(self, room):
        text = StringIO()
        call_command("dumpdata", room, indent=1, exclude=["content.generation"], stdout=text)
        (FIXTURES / f"{room}.json").write_text(text.getvalue(), encoding="utf-8")
        self.stdout.write(f"fixtures/{room}.json: {text.getvalue().count('"model":')} rows")


def _set_clocks():
    """What has not changed since it was published says so: the same fixtures every time."""
    for model in apps.get_models():
        if issubclass(model, Publishable):
            for item in model.objects.all():
                model.objects.filter(pk=item.pk).update(changed_at=item.published_at)
