from django.core.management.base import BaseCommand

from publications.extracting import read_waiting
from publications.models import File


class Command(BaseCommand):
    help = "Read every PDF that waits, without a worker; those that a killed worker left behind, too."

    def handle(self, **options):
        waiting = list(File.objects.waiting().order_by("pk").values_list("pk", flat=True))
        for done, pk in enumerate(waiting, start=1):
            file = read_waiting(pk)
            if file:
                why = f" - {file.why}" if file.why else ""
                self.stdout.write(f"{done}/{len(waiting)} {file.name}.pdf: {file.get_state_display()}{why}")
        self.stdout.write(f"{len(waiting)} files read." if waiting else "No file waits to be read.")
