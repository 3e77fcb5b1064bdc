"""Admin of the repository."""

from django.contrib import admin

from content.admin import PublishableAdmin
from publications.models import Creator, Publication, PublicationSource


class CreatorInline(admin.TabularInline):
    model = Creator
    extra = 0
    autocomplete_fields = ["person", "organisation"]


class PublicationSourceInline(admin.TabularInline):
    model = PublicationSource
    extra = 0


@admin.register(Publication)
class PublicationAdmin(PublishableAdmin):
    list_display = ["title", "type", "issued", "publisher"]
    list_select_related = ["publisher"]
    list_filter = ["type", "licence", "language"]
    search_fields = ["title", "subtitle", "doi", "isbn"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["publisher", "co_publishers", "programmes", "places", "projects"]
    inlines = [CreatorInline, PublicationSourceInline]
