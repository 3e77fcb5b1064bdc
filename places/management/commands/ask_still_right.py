from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from places.mail import ask_still_right
from places.models import Project


class Command(BaseCommand):
    help = "Mail the contact of every project whose record was not checked lately; run it once a quarter."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=365, help="how old a check may be (default 365)")
        parser.add_argument("--dry-run", action="store_true", help="say who would be asked, and send nothing")

    def handle(self, days, dry_run, **options):
        limit = timezone.localdate() - timedelta(days=days)
        projects = Project.objects.shown().exclude(contact_email="").exclude(checked_on__gte=limit)
        sent = 0
        for project in projects.iterator():
            sent += dry_run or ask_still_right(project)
            self.stdout.write(f"{project.slug}: {project.contact_email}")
        self.stdout.write(f"{sent} of {projects.count()} {'to ask' if dry_run else 'asked'}")
