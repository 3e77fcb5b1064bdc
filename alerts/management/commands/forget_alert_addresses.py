from django.core.management.base import BaseCommand

from alerts.forgetting import forget


class Command(BaseCommand):
    help = "Forget addresses 28 days after their last alert, and requests not confirmed. Run it hourly."

    def handle(self, **options):
        self.stdout.write(f"{forget()} addresses forgotten")
