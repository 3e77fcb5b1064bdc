"""Admin of what all content shares, and the base of every admin page of publishable content."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.urls import path
from django.utils.html import format_html
from taggit.managers import TaggableManager
from taggit.models import Tag

from content.editing import Edited
from content.models import Organisation, Person, StakeholderGroup, Topic
from content.publishing import Publishable

STATES = ["draft", "ready", "scheduled", "live", "due", "withdrawn", "removed"]
DESK_STATES = {"ready": "Ready for review", "due": "Due for review"}  # of what is Edited only


class StateFilter(admin.SimpleListFilter):
    """Drafts, scheduled, live, withdrawn, removed: the same words as the state column."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        edited = issubclass(model_admin.model, Edited)
        states = [state for state in STATES if edited or state not in DESK_STATES]
        return [(state, DESK_STATES.get(state, state.capitalize())) for state in states]

    def queryset(self, request, queryset):
        match self.value():
            case "draft":
                return queryset.drafts()
            case "ready":
                return queryset.ready()
            case "due":
                return queryset.due_for_review()
            case "scheduled":
                return queryset.scheduled()
            case "live":
                return queryset.current()
            case "withdrawn":
                return queryset.published().exclude(pk__in=queryset.current())
            case "removed":
                return queryset.removed()
        return queryset


class PublishableAdmin(admin.ModelAdmin):
    """Tags as closed choices, the state at a glance, no deletion (removal is a date)."""

    date_hierarchy = "published_at"
    save_on_top = True
    list_per_page = 50

    def page(self, route, view, name):
        """Return the URL pattern of a page of our own beside Django's, for staff."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(view), name=name)

    def get_list_display(self, request):
        return [*super().get_list_display(request), "state", "published_at"]

    def get_list_filter(self, request):
        return [StateFilter, *super().get_list_filter(request)]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, TaggableManager):
            return self._tags_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def _tags_field(self, db_field):
        tags = db_field.remote_field.model.objects.all()
        if tags.model is StakeholderGroup:
            widget = forms.CheckboxSelectMultiple()
        else:
            widget = AutocompleteSelectMultiple(db_field, self.admin_site)
        return forms.ModelMultipleChoiceField(
            tags, required=not db_field.blank, widget=widget, label=db_field.verbose_name.capitalize()
        )

    def save_related(self, request, form, formsets, change):
        """Tags and inlines are written after the row: move the clock on once they are there."""
        super().save_related(request, form, formsets, change)
        form.instance.touch()

    def has_delete_permission(self, request, obj=None):
        """Staff remove by date, so that feeds and catalogues can be told. Drafts may go."""
        if isinstance(obj, Publishable) and obj.published_at is not None:
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request, action_location=admin.ActionLocation.CHANGE_LIST):
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected", None)
        return actions

    def waiting(self, request):
        """Yield (what, how many, query string of the list) of what waits for this person on the index."""
        everything = self.get_queryset(request)
        yield "drafts", everything.drafts().count(), "state=draft"
        yield "scheduled", everything.scheduled().count(), "state=scheduled"

    @admin.display(description="state", ordering="published_at")
    def state(self, item):
        return format_html('<span class="state state--{0}">{0}</span>', item.state)


admin.site.unregister(Tag)  # taggit's own tags: the Hub has groups and topics instead


@admin.register(StakeholderGroup)
class StakeholderGroupAdmin(admin.ModelAdmin):
    list_display = ["name", "singular", "line", "order"]
    search_fields = ["name", "singular"]
    fields = ["name", "singular", "line", "summary"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class NamedAdmin(admin.ModelAdmin):
    """Deletes one by one, so that what carried the name hears of it."""

    def delete_queryset(self, request, queryset):
        for named in queryset:
            named.delete()


@admin.register(Topic)
class TopicAdmin(NamedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "summary"]


@admin.register(Organisation)
class OrganisationAdmin(NamedAdmin):
    list_display = ["name", "url"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Person)
class PersonAdmin(NamedAdmin):
    list_display = ["family_name", "given_name", "role", "organisation"]
    list_display_links = ["family_name", "given_name"]
    list_select_related = ["organisation"]
    list_filter = ["organisation"]
    search_fields = ["family_name", "given_name", "role"]
    autocomplete_fields = ["organisation"]
    prepopulated_fields = {"slug": ["given_name", "family_name"]}
