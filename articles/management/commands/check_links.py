from django.core.management.base import BaseCommand

from articles.links import check_links


class Command(BaseCommand):
    help = "Look at the links in articles: our own always, other people's only when asked."

    def add_arguments(self, parser):
        parser.add_argument(
            "--outside",
            type=int,
            default=0,
            metavar="N",
            help="also ask other sites about the N links not looked at for longest, one a second",
        )

    def handle(self, outside, **options):
        looked_at, broken = check_links(outside=max(0, min(outside, 500)))
        self.stdout.write(f"{looked_at} links looked at, {broken} broken. See Links in the admin.")
