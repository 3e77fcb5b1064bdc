from django.core.management.base import BaseCommand

from content.pictures import make_copies


class Command(BaseCommand):
    help = "Make the smaller copies of every picture that has none, without a worker."

    def handle(self, **options):
        made, wrong = make_copies()
        self.stdout.write(f"{made} pictures have their copies now.")
        for line in wrong:
            self.stderr.write(line)
