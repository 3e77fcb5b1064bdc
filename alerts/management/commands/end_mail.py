import sys

from django.core.management.base import BaseCommand

from alerts.bouncing import allow_mail_to, end_mail_to
from comments.models.comment import email_key


class Command(BaseCommand):
    help = "Send nothing more to addresses whose mail comes back, given here or on standard input."

    def add_arguments(self, parser):
        parser.add_argument("addresses", nargs="*", metavar="ADDRESS")
        parser.add_argument("--undo", action="store_true", help="let them ask for mail again")

    def handle(self, addresses, undo, **options):
        keys = {email_key(address) for address in addresses or sys.stdin.read().split()}
        if undo:
            for key in keys:
                allow_mail_to(key)
            self.stdout.write(f"{len(keys)} addresses may ask for mail again")
        else:
            ended = sum(end_mail_to(key) for key in keys)
            self.stdout.write(f"{len(keys)} addresses, {ended} alerts ended")
