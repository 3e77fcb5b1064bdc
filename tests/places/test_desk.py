"""Projects and events on the editors' desk: preview, signed link, states, history."""

import pytest
from django.urls import reverse

from content.previewing import token_for
from places.models import Event, Project
from tests.articles.desk import sign_in
from tests.factories import (
    create_event,
    create_groups,
    create_outcome,
    create_project,
    create_topic,
    yesterday,
)

pytestmark = pytest.mark.django_db

KINDS = {"project": create_project, "event": create_event}


def address(item, page):
    return reverse(f"admin:places_{item._meta.model_name}_{page}", args=[item.pk])


def form_of(client, item):
    """Return the fields of an item's form as a browser would send them unchanged."""
    context = client.get(address(item, "change")).context
    inlines = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    for formset in inlines:
        forms += [formset.management_form, *formset.initial_forms]
    data = {"version": forms[0].version}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and not field.field.disabled:
                data[field.html_name] = value
    for name in ["groups", "topics", "partners", "speakers"]:
        data[name] = [getattr(one, "pk", one) for one in data.get(name, [])]
    return data


@pytest.fixture
def project():
    project = create_project(published_at=None, groups=create_groups()[:1], topics=[create_topic()])
    create_outcome(project=project, claim="Fewer falls")
    return project


def test_preview_shows_unsaved_words_on_the_real_page(client, project):
    sign_in(client)
    data = form_of(client, project) | {"tried": "<p>Words not saved</p>"}

    response = client.post(address(project, "preview"), data)

    assert "places/project_detail.html" in [template.name for template in response.templates]
    for words in ["Words not saved", "Fewer falls", "This is a preview"]:
        assert words in response.text
    assert Project.objects.get().tried == ""


def test_preview_of_an_event_shows_unsaved_words(client):
    event = create_event(published_at=None)
    sign_in(client)

    response = client.post(address(event, "preview"), form_of(client, event) | {"venue": "The old mill"})

    assert "The old mill" in response.text
    assert Event.objects.get().venue == ""


@pytest.mark.parametrize("kind", KINDS)
def test_signed_link_shows_a_draft_without_login(client, kind):
    draft = KINDS[kind](published_at=None)

    response = client.get(reverse(f"places:{kind}_preview", args=[token_for(draft)]))

    assert "This is a preview" in response.text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", KINDS)
def test_signed_link_leads_to_the_page_once_it_is_live(client, kind):
    item = KINDS[kind]()

    response = client.get(reverse(f"places:{kind}_preview", args=[token_for(item)]))

    assert response["Location"] == item.get_absolute_url()


@pytest.mark.parametrize("kind", KINDS)
def test_signed_link_works_for_its_kind_only(client, kind):
    other = create_event(published_at=None) if kind == "project" else create_project(published_at=None)

    assert client.get(reverse(f"places:{kind}_preview", args=[token_for(other)])).status_code == 404


def test_writers_send_for_review_and_editors_publish(client, project):
    sign_in(client, "Writers")
    client.post(address(project, "change"), form_of(client, project) | {"_review": "1"})
    assert Project.objects.get().state == "ready"

    sign_in(client, "Editors")
    client.post(address(project, "change"), form_of(client, project) | {"_publish": "1"})
    assert Project.objects.get().state == "live"


def test_writers_edits_to_a_live_project_wait_beside_it(client, project):
    project.publish()
    sign_in(client, "Writers")

    client.post(address(project, "change"), form_of(client, project) | {"title": "A better title"})

    assert Project.objects.get().title == project.title


def test_a_project_that_hides_what_is_not_known_is_not_published(client, project):
    Project.objects.update(not_known="")
    sign_in(client, "Editors")
    data = {"action": "publish_now", "_selected_action": [project.pk]}

    response = client.post(reverse("admin:places_project_changelist"), data, follow=True)

    assert "Say what did not work or is not known" in response.text
    assert Project.objects.get().state == "draft"


def test_restore_brings_back_words_outcomes_and_tags(client, project):
    sign_in(client)
    client.post(address(project, "change"), form_of(client, project) | {"issue": "Falls at home"})
    data = form_of(client, project) | {"issue": "Something else", "groups": [], "outcomes-0-DELETE": "on"}
    client.post(address(project, "change"), data)
    assert (project.outcomes.count(), project.groups.count()) == (0, 0)

    entries = client.get(address(project, "history")).context["entries"]
    client.post(reverse("admin:places_project_revision", args=[project.pk, entries[1]["version"].pk]))

    restored = Project.objects.get()
    assert (restored.issue, restored.outcomes.get().claim) == ("Falls at home", "Fewer falls")
    assert restored.groups.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_withdrawn_page_says_why_and_what_replaces_it(client, kind):
    item = KINDS[kind](withdrawn_at=yesterday())
    item.withdraw("It was counted twice.", "/places/leeds/")

    html = client.get(item.get_absolute_url()).text

    assert "It was counted twice." in html
    assert 'href="/places/leeds/"' in html


@pytest.mark.parametrize("kind", KINDS)
def test_readers_are_told_what_changed(client, kind):
    item = KINDS[kind]()
    item.add_change_note("We corrected the year.")

    assert "We corrected the year." in client.get(item.get_absolute_url()).text
