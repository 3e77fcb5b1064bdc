"""The editors' desk."""

from django.contrib import admin

from articles.models import Article, Authorship, Perspective
from content.admin import PublishableAdmin


class AuthorshipInline(admin.TabularInline):
    model = Authorship
    extra = 0
    autocomplete_fields = ["person"]


class PerspectiveInline(admin.StackedInline):
    model = Perspective
    extra = 0


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    list_display = ["title", "kind"]
    list_filter = ["kind"]
    search_fields = ["title", "standfirst"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["programmes", "places", "publications"]
    inlines = [AuthorshipInline, PerspectiveInline]
