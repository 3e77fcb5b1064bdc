"""The editors' desk for articles, series, the home page and links."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from reversion.admin import VersionAdmin

from articles.links import record_links
from articles.models import (
    Article,
    ArticleLink,
    Authorship,
    Highlight,
    Perspective,
    ReadFirst,
    Series,
    SeriesItem,
)
from articles.views import article_page
from content.admin import PublishableAdmin
from content.desk import EditedAdmin
from content.writing import advice_on, advice_on_standfirst


class AuthorshipInline(admin.TabularInline):
    model = Authorship
    extra = 0
    autocomplete_fields = ["person", "organisation"]


class PerspectiveInline(admin.StackedInline):
    model = Perspective
    extra = 0


@admin.register(Article)
class ArticleAdmin(EditedAdmin):
    list_display = ["title", "kind", "owner", "review_by"]
    list_filter = ["kind", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title", "standfirst"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["programmes", "places", "publications", "owner"]
    inlines = [AuthorshipInline, PerspectiveInline]
    fieldsets = [
        (None, {"fields": ["kind", "title", "slug", "standfirst", "body"]}),
        ("For whom and about what", {"fields": ["groups", "topics", "programmes", "places", "publications"]}),
        ("Where it comes from", {"fields": ["source_line", "source_url", "credit"]}),
        ("Picture", {"fields": ["picture", "picture_alt", "picture_credit"]}),
        ("Film", {"fields": ["video_url", "transcript"], "classes": ["collapse"]}),
        ("When, and who looks after it", {"fields": ["published_at", "day_known", "owner", "review_by"]}),
        ("Tell readers what changed", {"fields": ["tell_readers", "change_note"]}),
        (
            "Withdrawn",
            {
                "fields": ["withdrawn_at", "removed_at", "withdrawn_because", "replaced_by"],
                "classes": ["collapse"],
            },
        ),
    ]

    def warnings(self, item):
        """Advice on all the texts of an article, and on its picture."""
        found = [*advice_on_standfirst(item.standfirst), *advice_on(item.body)]
        for perspective in item.perspectives.select_related("group"):
            found += advice_on(perspective.body, f"For {perspective.group}")
        found += advice_on(item.transcript, "The transcript")
        if item.picture and not item.picture_alt.strip():
            found.append("The picture has no description. It cannot be published without one.")
        return found

    def preview_page(self, request, item):
        return article_page(request, item, preview=True)

    def preview_address(self, token):
        return reverse("articles:preview", args=[token])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record_links(form.instance)


class SeriesItemInline(admin.TabularInline):
    model = SeriesItem
    extra = 1
    autocomplete_fields = ["article", "publication", "place"]


@admin.register(Series)
class SeriesAdmin(VersionAdmin, PublishableAdmin):
    list_display = ["title"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [SeriesItemInline]


@admin.register(Highlight)
class HighlightAdmin(admin.ModelAdmin):
    list_display = ["article", "order"]
    list_editable = ["order"]
    list_select_related = ["article"]
    autocomplete_fields = ["article"]


@admin.register(ReadFirst)
class ReadFirstAdmin(admin.ModelAdmin):
    """What each group’s page says to read first. A group without any shows the cases made to it."""

    list_display = ["__str__", "group", "order"]
    list_editable = ["order"]
    list_filter = ["group"]
    fields = ["group", "order", "article", "publication", "place"]
    autocomplete_fields = ["article", "publication", "place"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_content().select_related("group")


@admin.register(ArticleLink)
class ArticleLinkAdmin(admin.ModelAdmin):
    list_display = ["url", "article", "problem", "checked_at", "archived"]
    list_filter = [("problem", admin.EmptyFieldListFilter), ("archive_url", admin.EmptyFieldListFilter)]
    list_select_related = ["article"]
    search_fields = ["url", "article__title"]
    fields = ["address", "article", "problem", "checked_at", "archive_url"]
    readonly_fields = ["address", "article", "problem", "checked_at"]

    def has_add_permission(self, request):
        return False

    @admin.display(description="archived", boolean=True)
    def archived(self, link):
        return bool(link.archive_url)

    @admin.display(description="address")
    def address(self, link):
        return format_html('<a href="{}" rel="noreferrer">{}</a>', link.url, link.url)
