from django.core.management.base import BaseCommand, CommandError

from alerts.sending import MailServerDownError, send_alerts
from content.searching import UnavailableError


class Command(BaseCommand):
    help = "Mail everyone what is new on the lists they follow. Run it once a day; again after a failure."

    def handle(self, **options):
        try:
            self.stdout.write(f"{send_alerts()} alerts sent")
        except MailServerDownError as error:
            raise CommandError("The mail server takes nothing. Nothing is lost: run this again.") from error
        except UnavailableError as error:
            raise CommandError("The search index cannot be read. Nothing is lost: run this again.") from error
