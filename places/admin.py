"""Admin of programmes, places, projects and events."""

from django.contrib import admin

from content.admin import PublishableAdmin
from places.models import (
    Event,
    EventSource,
    Lesson,
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
class ProgrammeAdmin(PublishableAdmin):
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
class PlaceAdmin(PublishableAdmin):
    list_display = ["name", "kind", "region", "gss_code"]
    list_filter = ["kind", "region"]
    search_fields = ["name", "gss_code"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    inlines = [PlaceSourceInline]


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
class ProjectAdmin(PublishableAdmin):
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
