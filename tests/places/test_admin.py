"""What staff do with places: merge, see the point, be warned of twins, import and export."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Series
from content.models import StakeholderGroup, Topic
from places.merging import merge_places
from places.models import Message, Place, Project
from publications.models import Publication
from tests.factories import (
    create_article,
    create_groups,
    create_place,
    create_programme,
    create_project,
    create_publication,
    create_topic,
)

pytestmark = pytest.mark.django_db

MAKERS = {  # of what a row that points at a place needs beside it
    Article: create_article,
    Publication: create_publication,
    Series: lambda: Series.objects.create(title="Steps", slug="steps"),
    StakeholderGroup: lambda: create_groups()[0],
    Topic: create_topic,
}


def upload(client, text, **data):
    file = SimpleUploadedFile("places.csv", text if isinstance(text, bytes) else text.encode())
    return client.post(reverse("admin:places_place_import"), {"file": file} | data)


def hang(relation, place):
    """Make one row of whatever points at a place, pointing at this one; return it."""
    model, field = relation.related_model, relation.field
    if model is Place:
        return create_place(parent=place)
    if relation.many_to_many:
        item = MAKERS[model]()
        getattr(item, field.name).add(place)
        return item
    if model is Project:
        return create_project(place=place)
    values = {field.name: place}
    for other in model._meta.concrete_fields:
        if other.many_to_one and other is not field and not other.null:
            values[other.name] = MAKERS[other.related_model]()
    return model.objects.create(**values)


@pytest.mark.parametrize("relation", Place._meta.related_objects, ids=str)
def test_merging_moves_whatever_points_at_a_place(relation):
    keep, gone = create_place(), create_place()
    row = hang(relation, gone)
    both = relation.many_to_many and hang(relation, gone)
    if both:
        getattr(both, relation.field.name).add(keep)

    merge_places(keep, gone)

    pointing = relation.related_model._default_manager
    expected = {row, both} if both else {row}
    assert set(pointing.filter(**{relation.field.name: keep})) == expected
    assert not pointing.filter(**{relation.field.name: gone}).exists()


def test_merging_keeps_what_was_tagged_and_coded_and_leaves_the_address(client):
    topic, shared = create_topic(), create_topic()
    keep, gone = create_place(topics=[shared]), create_place(topics=[topic, shared], gss_code="E08000035")

    merge_places(keep, gone)
    keep.refresh_from_db()

    assert set(keep.topics.all()) == {topic, shared}
    assert keep.gss_code == "E08000035"
    assert client.get(gone.get_absolute_url(), follow=True).context["place"] == keep


def test_merging_joins_what_is_written_in_lines():
    keep = create_place(bodies="The council\nThe trust", links="https://example.org/a")
    county = create_place()
    gone = create_place(bodies="the trust\nThe police", links="https://example.org/b", parent=county)

    merge_places(keep, gone)
    keep.refresh_from_db()

    assert keep.body_lines == ["The council", "The trust", "The police"]
    assert keep.link_lines == ["https://example.org/a", "https://example.org/b"]
    assert keep.parent == county


def test_merging_refuses_what_lies_within_the_other_at_any_depth():
    county = create_place()
    district = create_place(parent=county)
    town = create_place(parent=district)

    for keep, gone in [(county, town), (town, county), (county, district)]:
        with pytest.raises(ValueError, match="within the other"):
            merge_places(keep, gone)


def test_merging_refuses_two_projects_of_one_programme():
    programme = create_programme()
    first, second = create_project(programme=programme), create_project(programme=programme)

    with pytest.raises(ValueError, match="same programme"):
        merge_places(first.place, second.place)


def test_merging_refuses_two_ons_codes_and_says_which(admin_client):
    keep, gone = create_place(gss_code="E08000035"), create_place(gss_code="E08000036")
    data = {"action": "merge", "_selected_action": [keep.pk, gone.pk]}

    response = admin_client.post(reverse("admin:places_place_changelist"), data, follow=True)

    assert f"“{keep}” is E08000035, “{gone}” is E08000036" in response.text
    assert list(Place.objects.current().order_by("pk").values_list("gss_code", flat=True)) == [
        "E08000035", "E08000036",
    ]  # fmt: skip


def test_staff_merge_two_chosen_places(admin_client):
    keep, gone = create_place(), create_place()
    data = {"action": "merge", "_selected_action": [keep.pk, gone.pk]}

    admin_client.post(reverse("admin:places_place_changelist"), data)

    assert list(Place.objects.current()) == [keep]


def test_staff_see_the_point_on_the_map(admin_client):
    place = create_place(latitude=53.8, longitude=-1.549)

    response = admin_client.get(reverse("admin:places_place_change", args=[place.pk]))

    assert "m-dot" in response.text


def test_a_dry_run_by_staff_writes_nothing(admin_client):
    response = upload(admin_client, "slug,name\nleeds,Leeds\n", dry_run="on")

    assert "1 new, 0 changed" in response.text
    assert Place.objects.count() == 0


def test_staff_import_a_file(admin_client):
    upload(admin_client, "slug,name\nleeds,Leeds\n")

    assert Place.objects.get().name == "Leeds"


def test_staff_read_what_is_wrong_by_line_and_column(admin_client):
    response = upload(admin_client, "slug,name,latitude\nleeds,Leeds,fifty\n")

    assert "Line 2, column latitude" in response.text
    assert Place.objects.count() == 0


@pytest.mark.parametrize("text", [b"\xff\xfe", b"slug\n\x00\n"])
def test_a_file_that_is_no_table_is_refused(admin_client, text):
    assert upload(admin_client, text).status_code == 200
    assert Place.objects.count() == 0


def test_import_is_not_for_visitors(client):
    assert client.get(reverse("admin:places_place_import")).status_code == 302


def test_staff_export_drafts_too(admin_client):
    create_place(slug="a-draft", published_at=None)

    assert "a-draft" in admin_client.get(reverse("admin:places_place_export")).text


def test_staff_read_messages(admin_client):
    message = Message.objects.create(project=create_project(), kind="change", text="It ended.")

    response = admin_client.get(reverse("admin:places_message_change", args=[message.pk]))

    assert "It ended." in response.text


def test_staff_are_warned_of_a_second_place_of_that_name(admin_client):
    create_place(name="Leeds", slug="leeds")
    inline = {"sources-TOTAL_FORMS": 0, "sources-INITIAL_FORMS": 0}
    data = {"name": "LEEDS", "slug": "leeds-2", "kind": "council", **inline}

    response = admin_client.post(reverse("admin:places_place_add"), data, follow=True)

    assert "There is another place called “Leeds”" in response.text
