"""Admin of programmes, places and projects."""

from django.contrib import admin

from content.admin import PublishableAdmin
from places.models import Place, PlaceSource, Programme, ProgrammeSource, Project, ProjectSource


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
    list_display = ["name", "kind", "parent"]
    list_select_related = ["parent"]
    list_filter = ["kind"]
    search_fields = ["name", "gss_code"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    inlines = [PlaceSourceInline]


class ProjectSourceInline(admin.TabularInline):
    model = ProjectSource
    extra = 0


@admin.register(Project)
class ProjectAdmin(PublishableAdmin):
    list_display = ["title", "programme", "place"]
    list_select_related = ["programme", "place"]
    list_filter = ["programme"]
    search_fields = ["title", "issue", "place__name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["programme", "place", "partners", "enabler"]
    inlines = [ProjectSourceInline]
