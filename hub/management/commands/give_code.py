from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from hub.accounts.devices import give_one_time_code


class Command(BaseCommand):
    help = "Print a code that lets a member of staff past the second factor once, to set up their own."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **options):
        user = get_user_model().objects.filter(username=username, is_staff=True, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active member of staff with the name “{username}”.")
        self.stdout.write(f"One-time code for {username}: {give_one_time_code(user)}")
        self.stdout.write("It works once, for three days, together with the password.")
