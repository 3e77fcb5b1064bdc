from django.core.management.base import BaseCommand

from content.erasures import erase_everywhere


class Command(BaseCommand):
    help = "Erase everything about an e-mail address, in every room. Markers stay over replies to comments."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        erased = ", ".join(f"{number} in {room}" for room, number in erase_everywhere(email).items())
        self.stdout.write(f"Erased: {erased}")
