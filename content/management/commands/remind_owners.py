from django.core.management.base import BaseCommand

from content.reminding import remind_owners


class Command(BaseCommand):
    help = "Mail the owners of content that is due for review. Run it once a day."

    def handle(self, **options):
        self.stdout.write(f"{remind_owners()} owners reminded.")
