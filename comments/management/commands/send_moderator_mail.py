from django.conf import settings
from django.core.management.base import BaseCommand

from comments.notices import send_moderator_mail


class Command(BaseCommand):
    help = "Mail moderators how many comments wait, unless COMMENTS_MODERATOR_MAIL is never. Run it daily."

    def handle(self, **options):
        wanted = settings.COMMENTS_MODERATOR_MAIL != "never"
        self.stdout.write(f"{send_moderator_mail() if wanted else 0} sent")
