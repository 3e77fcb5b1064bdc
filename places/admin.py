"""Admin of programmes, places, projects and events."""

from django.contrib import admin, messages
from django.template.loader import render_to_string
from django.urls import reverse

from content.admin import PublishableAdmin
from content.desk import EditedAdmin
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
from places.views.events import event_page
from places.views.projects import project_page

DESK = [
    ("When, and who looks after it", {"fields": ["published_at", "owner", "review_by"]}),
    ("Tell readers what changed", {"fields": ["tell_readers", "change_note"]}),
    (
        "Withdrawn",
        {
            "fields": ["withdrawn_at", "removed_at", "withdrawn_because", "replaced_by"],
            "classes": ["collapse"],
        },
    ),
]


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
class ProjectAdmin(TableAdmin, EditedAdmin):
    table = "projects"
    list_display = ["title", "programme", "place", "status", "checked_on"]
    list_select_related = ["programme", "place"]
    list_filter = ["status", "programme"]
    search_fields = ["title", "issue", "place__name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["programme", "place", "partners", "enabler", "owner"]
    inlines = [OutcomeInline, LessonInline, ProjectSourceInline]
    fieldsets = [
        (None, {"fields": ["programme", "place", "title", "slug", "issue", "tried", "not_known"]}),
        ("Who took part", {"fields": ["partners", "other_partners", "enabler"]}),
        ("When it was", {"fields": ["wave", "start", "end", "status"]}),
        ("For whom and about what", {"fields": ["groups", "topics"]}),
        ("Who keeps it right", {"fields": ["keeper", "contact_email", "checked_on"]}),
        *DESK,
    ]

    def preview_page(self, request, item):
        return project_page(request, item, preview=True)

    def preview_address(self, token):
        return reverse("places:project_preview", args=[token])


class EventSourceInline(admin.TabularInline):
    model = EventSource
    extra = 0


@admin.register(Event)
class EventAdmin(EditedAdmin):
    list_display = ["name", "start", "town", "organiser"]
    list_select_related = ["organiser"]
    list_filter = ["kind"]
    search_fields = ["name", "town", "venue"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["organiser", "programme", "speakers", "owner"]
    inlines = [EventSourceInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "summary", "description"]}),
        ("When and where", {"fields": ["start", "end", "venue", "town", "online"]}),
        ("Who runs it and who speaks", {"fields": ["organiser", "programme", "speakers"]}),
        ("For whom and about what", {"fields": ["groups", "topics"]}),
        *DESK,
    ]

    def preview_page(self, request, item):
        return event_page(request, item, preview=True)

    def preview_address(self, token):
        return reverse("places:event_preview", args=[token])


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = ["project", "kind", "sent_at", "done"]
    list_select_related = ["project"]
    list_filter = ["done", "kind"]
    readonly_fields = ["project", "kind", "name", "email", "text", "sent_at"]

    def has_add_permission(self, request):
        return False
