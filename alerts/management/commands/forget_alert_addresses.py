from django.core.management.base import BaseCommand

from alerts.forgetting import forget


class Command(BaseCommand):
    help = "Forget addresses whose last alert ended 28 days ago, and requests that nobody confirmed. Daily."

    def handle(self, **options):
        self.stdout.write(f"{forget()} addresses forgotten")
