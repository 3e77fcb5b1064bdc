from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand

from comments.models import HubComment
from content.models import StakeholderGroup
from hub.initial_content import papers
from hub.management.commands.make_fixtures import FILES


class Command(BaseCommand):
    help = "Load the content that the Hub opens with into an empty database; leave any other alone."

    def handle(self, **options):
        if StakeholderGroup.objects.exists():
            self.stdout.write("The database has content already: left as it is.")
            return
        call_command("loaddata", *FILES, verbosity=0)
        HubComment.objects.rerender()
        papers.store_files(default_storage)
        self.stdout.write("Loaded the initial content.")
