from django.core.management.base import BaseCommand

from comments.notices import send_reply_notices


class Command(BaseCommand):
    help = "Mail followers what was shown since the last run, one mail a thread. Run it every few minutes."

    def handle(self, **options):
        self.stdout.write(f"{send_reply_notices()} sent")
