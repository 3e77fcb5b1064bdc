from django.core.management.base import BaseCommand

from places.models import Message


class Command(BaseCommand):
    help = "Delete what people wrote to projects more than six months ago; run it once a day."

    def handle(self, **options):
        deleted, _ = Message.objects.outdated().delete()
        self.stdout.write(f"{deleted} messages deleted")
