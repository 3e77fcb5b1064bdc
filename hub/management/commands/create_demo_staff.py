import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

NAME = "demo"


class Command(BaseCommand):
    help = "Make the demonstration's staff account and print its random password, once."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Only for the demonstration: HUB_DEMO is off. Use createsuperuser.")
        users = get_user_model().objects
        if users.filter(username=NAME).exists():
            self.stdout.write(f"Staff account: {NAME} (its password was printed when it was made)")
            return
        password = secrets.token_urlsafe(15)
        users.create_superuser(NAME, password=password)
        self.stdout.write(f"Staff account: {NAME}   password: {password}   (shown once)")
