from django.core.management.base import BaseCommand

from comments.models import HubComment


class Command(BaseCommand):
    help = "Make the ready HTML of shown comments again, after a change to its template or a group’s name."

    def handle(self, **options):
        self.stdout.write(f"{HubComment.objects.all().rerender()} rendered")
