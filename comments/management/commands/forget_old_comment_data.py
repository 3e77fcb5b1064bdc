from django.core.management.base import BaseCommand

from comments.personal import forget_old


class Command(BaseCommand):
    help = "Delete unconfirmed comments, network traces and e-mail addresses past their time. Run it hourly."

    def handle(self, **options):
        self.stdout.write(", ".join(f"{count} {what}" for what, count in forget_old().items()))
