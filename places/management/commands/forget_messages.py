from django.core.management.base import BaseCommand

from places.models import Message


class Command(BaseCommand):
    help = (
        "Delete messages to projects after six months, and where they came from after a day. Run it hourly."
    )

    def handle(self, **options):
        deleted, _ = Message.objects.outdated().delete()
        Message.objects.past_limits().update(sender="")
        self.stdout.write(f"{deleted} messages deleted")
