import signal
import time

from django.core.management.base import BaseCommand
from django.db import Error, connection

from hub.mail import send_due

PAUSE = 2  # seconds between two looks


class Command(BaseCommand):
    help = "Send the mail that is due: once (from cron), or with --watch for as long as the service runs."

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="look every two seconds until stopped")

    def handle(self, watch, **options):
        if not watch:
            self.stdout.write("{} sent, {} failed".format(*send_due()))
            return
        self.stopped = False
        signal.signal(signal.SIGTERM, self.stop)
        while not self.stopped:
            try:
                send_due()
            except Error as error:
                self.stderr.write(f"The database does not answer ({type(error).__name__}); trying again.")
                connection.close()
            time.sleep(PAUSE)

    def stop(self, *signal_and_frame):
        """End after the message that is being sent."""
        self.stopped = True
