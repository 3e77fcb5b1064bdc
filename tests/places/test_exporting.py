"""What tables of records give out, and that it comes back the same."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import CASCADE

from places.code_book import TABLES, columns_of
from places.exporting import as_csv
from places.importing import import_csv
from places.models import Place, Programme, Project
from tests.factories import (
    create_groups,
    create_organisation,
    create_outcome,
    create_person,
    create_place,
    create_programme,
    create_project,
    create_topic,
)

pytestmark = pytest.mark.django_db
PARTS = {"PlaceSource", "ProgrammeSource", "ProjectSource", "Outcome", "Lesson"}


def rewind(text):
    return io.StringIO(text, newline="")


def create_full_record():
    groups, topic, organisation = create_groups(), create_topic(), create_organisation()
    programme = create_programme(
        lead_organisation=organisation, groups=groups[:2], links="https://example.org/"
    )
    programme.sponsors.set([organisation, create_organisation()])
    county = create_place(name="A county", slug="a-county")
    place = create_place(
        latitude=53.8,
        longitude=-1.549,
        gss_code="E08000035",
        parent=county,
        topics=[topic],
        bodies="One\nTwo",
    )
    project = create_project(
        programme=programme,
        place=place,
        topics=[topic],
        enabler=create_person(),
        issue="Commas, “quotes”\nand lines",
        checked_on="2026-11-01",
        contact_email="role@example.org",
        keeper="The council",
        owner=User.objects.create(username="ada"),
        review_by="2027-01-31",
        change_notes=[{"on": "2026-11-20", "text": "We corrected the year."}],
    )
    project.partners.add(organisation)
    project.sources.create(title="A | bar", url="https://example.org/", seen_on="2026-11-20")
    project.sources.create(title='With "quotes"')
    create_outcome(project=project, measure="Beds; days", evidence=3)
    project.lessons.create(text="Two\nlines", said_by="A director", group=groups[3], topic=topic)
    project.lessons.create(order=1, text="Ask first.")
    return programme, place, project


def test_export_empty_import_gives_the_same_records():
    create_full_record()
    before = {name: as_csv(name, private=True) for name in ["programmes", "places", "projects"]}
    Project.objects.all().delete()
    Place.objects.update(parent=None)
    Place.objects.all().delete()
    Programme.objects.all().delete()

    for name, text in before.items():
        assert import_csv(name, rewind(text)).problems == []

    assert {name: as_csv(name, private=True) for name in before} == before


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_every_field_of_its_records(name):
    model, columns = columns_of(name, private=True)
    own = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    rows = {
        relation.name
        for relation in model._meta.related_objects
        if relation.on_delete is CASCADE and relation.related_model.__name__ in PARTS
    }
    clocks = {"id", "changed_at", "appeared_at", "reminded_for"}

    assert {column.name for column in columns} == own - clocks | rows


def test_lessons_come_back_with_their_group_and_topic():
    project = create_full_record()[2]
    before = list(project.lessons.values_list("text", "said_by", "group__slug", "topic__slug"))
    text = as_csv("projects", private=True)
    Project.objects.all().delete()

    import_csv("projects", rewind(text))

    lessons = Project.objects.get().lessons
    assert list(lessons.values_list("text", "said_by", "group__slug", "topic__slug")) == before


@pytest.mark.parametrize("name", ["programmes", "places", "projects"])
def test_the_same_file_twice_changes_nothing(name):
    create_full_record()

    report = import_csv(name, rewind(as_csv(name, private=True)))

    assert (report.problems, report.changes) == ([], [])


def test_the_commands_take_each_others_files(tmp_path, capsys):
    create_place(name="Leeds", slug="leeds", latitude=53.8, longitude=-1.549)
    path = tmp_path / "places.csv"
    call_command("export_table", "places", path)
    Place.objects.all().delete()

    call_command("import_table", "places", path)

    assert Place.objects.get().name == "Leeds"
    assert "1 rows: 1 created, 0 changed" in capsys.readouterr().out
