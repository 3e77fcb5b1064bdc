"""The newest projects and events as Atom."""

from django.urls import reverse

from content.feeds import ContentFeed
from places.models import Event, Project


class LatestProjects(ContentFeed):
    """/projects/feed/"""

    def name(self, obj):
        return "Projects in places"

    def path(self, obj):
        return reverse("places:list")

    def feed_path(self, obj):
        return reverse("places:project_feed")

    def queryset(self, obj):
        return Project.objects.shown().for_cards()

    def item_description(self, project):
        return project.issue or project.title

    def item_categories(self, project):
        return [project.programme.short_name, project.place.name]


class LatestEvents(ContentFeed):
    """/events/feed/"""

    def name(self, obj):
        return "Events"

    def path(self, obj):
        return reverse("places:event_list")

    def feed_path(self, obj):
        return reverse("places:event_feed")

    def queryset(self, obj):
        return Event.objects.for_cards()

    def item_description(self, event):
        return event.summary or event.name
