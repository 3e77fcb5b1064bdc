from axes.models import AccessAttempt
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone


class Command(BaseCommand):
    help = "Delete failed sign-ins that count towards no limit any more. Run it hourly."

    def handle(self, **options):
        old = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - settings.AXES_COOLOFF_TIME)
        self.stdout.write(f"{old.delete()[0]} failed sign-ins deleted")
