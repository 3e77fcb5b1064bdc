from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from content.naming import Dated
from content.publishing import Publishable
from hub.initial_content import articles, comments, events, groups, papers, people, places, publications
from hub.initial_content.reading import FIXTURES, OPENING

FILES = {  # file: the parts whose rows it holds, in the order in which they are loaded
    "content": ["content"],
    "places": ["places"],
    "publications": ["publications"],
    "articles": ["articles"],
    "comments": ["django_comments", "django_comments_xtd.xtdcomment", "comments"],
}


class Command(BaseCommand):
    help = "Make fixtures/*.json again from fixtures/facts and fixtures/prose, in a database of its own."

    def handle(self, **options):
        database = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            with transaction.atomic():
                people.build()
                places.build()
                published = publications.build()
                articles.build(published)
                events.build(published)
                comments.build()
                papers.build()
                groups.build()
                _set_clocks()
            for name, parts in FILES.items():
                self._write(name, parts)
        finally:
            connection.creation.destroy_test_db(database, verbosity=0)

    def _write(self, name, parts):
        text = StringIO()
        options = {"indent": 1, "exclude": ["content.generation"]}
        if name == "comments":  # they name content types, whose numbers differ between databases
            options["use_natural_foreign_keys"] = True
        call_command("dumpdata", *parts, stdout=text, **options)
        (FIXTURES / f"{name}.json").write_text(text.getvalue(), encoding="utf-8")
        self.stdout.write(f"fixtures/{name}.json: {text.getvalue().count('"model":')} rows")


def _set_clocks():
    """What has not changed since it was published says so: the same fixtures every time."""
    for model in apps.get_models():
        if issubclass(model, Publishable):
            for item in model.objects.all():
                clocks = {"changed_at": item.published_at or OPENING, "appeared_at": item.published_at}
                model.objects.filter(pk=item.pk).update(**clocks)
        elif issubclass(model, Dated):
            model.objects.update(changed_at=OPENING)
