from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from publications.models import FormatRequest


class Command(BaseCommand):
    help = "Erase who asked for another format: addresses a month after the answer. Run it hourly."

    def handle(self, **options):
        now = timezone.now()
        answered = FormatRequest.objects.filter(answered_on__lte=now.date() - timedelta(days=30))
        erased = answered.exclude(email="").update(email="", message="")
        FormatRequest.objects.filter(received_at__lte=now - timedelta(days=1)).update(origin="")
        self.stdout.write(f"{erased} addresses erased.")
