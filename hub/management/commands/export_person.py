import json

from django.core.management.base import BaseCommand

from content.erasures import export_everywhere


class Command(BaseCommand):
    help = "Write everything kept about an e-mail address, as JSON, to hand over to the person it belongs to."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        self.stdout.write(json.dumps(export_everywhere(email), indent=2, ensure_ascii=False))
