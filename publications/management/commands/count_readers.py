from django.core.management.base import BaseCommand

from publications.counting import take_in


class Command(BaseCommand):
    help = "Add this machine's notes of what was read to the figures. Run it every hour on each web machine."

    def handle(self, **options):
        self.stdout.write(f"{take_in()} readings added.")
