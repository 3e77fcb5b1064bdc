"""Admin of programmes, places, projects and events."""

from django.contrib import admin, messages
from django.template.loader import render_to_string

from content.admin import PublishableAdmin
from places.desk import TableAdmin
from places.drawing import locate
from places.merging import merge_places
from places.models import (
    Event,
    EventSource,
    Lesson,
    Message,
    Outcome,
    Place,
    PlaceSource,
    Programme,
    ProgrammeSource,
    Project,
    ProjectSource,
)


class ProgrammeSourceInline(admin.TabularInline):
    model = ProgrammeSource
    extra = 0


@admin.register(Programme)
class ProgrammeAdmin(TableAdmin, PublishableAdmin):
    table = "programmes"
    list_display = ["short_name", "kind", "lead_organisation"]
    list_select_related = ["lead_organisation"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name"]
    prepopulated_fields = {"slug": ["short_name"]}
    autocomplete_fields = ["lead_organisation", "sponsors"]
    inlines = [ProgrammeSourceInline]


class PlaceSourceInline(admin.TabularInline):
    model = PlaceSource
    extra = 0


@admin.register(Place)
class PlaceAdmin(TableAdmin, PublishableAdmin):
    table = "places"
    list_display = ["name", "kind", "region", "gss_code"]
    list_filter = ["kind", "region"]
    search_fields = ["name", "gss_code"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    inlines = [PlaceSourceInline]
    readonly_fields = ["point"]
    actions = ["merge"]

    @admin.display(description="the point on the map")
    def point(self, place):
        if not place.has_point:
            return "Save latitude and longitude to see the point."
        return render_to_string("places/includes/locator.html", {"locator": locate(place), "place": place})

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        for twin in Place.objects.filter(name__iexact=obj.name).exclude(pk=obj.pk):
            warning = (
                f"There is another place called “{twin.name}” ({twin.get_absolute_url()}). Are they one?"
            )
            messages.warning(request, warning)

    @admin.action(description="Merge the two chosen places into the older record", permissions=["change"])
    def merge(self, request, queryset):
        chosen = list(queryset.order_by("pk"))
        if len(chosen) != 2:
            messages.error(request, "Choose exactly two places to merge.")
            return
        try:
            merge_places(*chosen)
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"“{chosen[1]}” is now part of “{chosen[0]}”; its address leads there.")


class OutcomeInline(admin.TabularInline):
    model = Outcome
    extra = 0


class LessonInline(admin.TabularInline):
    model = Lesson
    extra = 0
    autocomplete_fields = ["topic"]


class ProjectSourceInline(admin.TabularInline):
    model = ProjectSource
    extra = 0


@admin.register(Project)
class ProjectAdmin(TableAdmin, PublishableAdmin):
    table = "projects"
    list_display = ["title", "programme", "place", "status", "checked_on"]
    list_select_related = ["programme", "place"]
    list_filter = ["status", "programme"]
    search_fields = ["title", "issue", "place__name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["programme", "place", "partners", "enabler"]
    inlines = [OutcomeInline, LessonInline, ProjectSourceInline]


class EventSourceInline(admin.TabularInline):
    model = EventSource
    extra = 0


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    list_display = ["name", "start", "town", "organiser"]
    list_select_related = ["organiser"]
    list_filter = ["kind"]
    search_fields = ["name", "town", "venue"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["organiser", "programme", "speakers"]
    inlines = [EventSourceInline]


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = ["project", "kind", "sent_at", "done"]
    list_select_related = ["project"]
    list_filter = ["done", "kind"]
    readonly_fields = ["project", "kind", "name", "email", "text", "sent_at"]

    def has_add_permission(self, request):
        return False
