from django.core.management.base import BaseCommand

from comments.personal import erase


class Command(BaseCommand):
    help = "Erase everything from an e-mail address: words, name, follows. Markers stay over replies."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        self.stdout.write(f"{erase(email)} comments erased, with everything else from this address")
