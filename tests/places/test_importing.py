"""Programmes, places and projects from CSV: errors by line and column, all or nothing, round trips."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import CASCADE

from content.models import Topic
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
HEADER = ["slug", "name", "kind", "region", "latitude", "longitude"]


def table(rows, header=HEADER):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return io.StringIO(text.getvalue(), newline="")


def good(n):
    return [f"place-no-{n}", f"Place no {n}", "council", "E12000003", "53.8", "-1.5"]


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


@pytest.mark.parametrize("notes", ["Yesterday it changed", "2026-13-01 It changed"])
def test_a_note_to_readers_without_a_day_is_refused(notes):
    project = create_project()

    report = import_csv("projects", table([[project.slug, notes]], ["slug", "change_notes"]))

    assert [str(problem) for problem in report.problems] == [
        "Line 2, column change_notes: Each line is a day like 2026-11-20 and a sentence."
    ]


@pytest.mark.parametrize("cell", ["Ask.||no-such-group|", "Ask.|||no-such-topic", "Ask.|A director"])
def test_a_lesson_that_names_what_is_not_there_is_refused(cell):
    project = create_project()

    report = import_csv("projects", table([[project.slug, cell]], ["slug", "lessons"]))

    assert [(problem.line, problem.column) for problem in report.problems] == [(2, "lessons")]
    assert not project.lessons.exists()


@pytest.mark.parametrize("name", ["programmes", "places", "projects"])
def test_the_same_file_twice_changes_nothing(name):
    create_full_record()

    report = import_csv(name, rewind(as_csv(name, private=True)))

    assert (report.problems, report.changes) == ([], [])


def test_three_errors_among_many_rows_are_those_three_and_nothing_changes():
    rows = [good(n) for n in range(200)]
    rows[10][4] = "fifty"
    rows[50][3] = "E99999999"
    rows[120][4], rows[120][5] = rows[120][5], rows[120][4]

    report = import_csv("places", table(rows))

    assert [(p.line, p.column) for p in report.problems] == [
        (12, "latitude"),
        (52, "region"),
        (122, "latitude"),
    ]
    assert Place.objects.count() == 0


def test_lines_are_counted_as_an_editor_shows_them():
    rows = [[*good(1), "two\nlines"], [*good(2), "x"]]
    rows[1][4] = "fifty"

    report = import_csv("places", table(rows, [*HEADER, "summary"]))

    assert [problem.line for problem in report.problems] == [4]


def test_a_dry_run_says_what_would_change_and_changes_nothing():
    create_place(slug="place-no-1", name="Old name", region="E12000003", latitude=53.8, longitude=-1.5)

    report = import_csv("places", table([good(1), good(2)]), dry_run=True)

    assert [str(change) for change in report.changes] == [
        "Line 2, place-no-1: changed: name",
        "Line 3, place-no-2: new",
    ]
    assert Place.objects.get().name == "Old name"


def test_columns_that_are_not_in_the_file_stay_as_they_are():
    create_place(slug="place-no-1", summary="Kept")

    import_csv("places", table([["place-no-1", "New"]], ["slug", "name"]))

    assert (Place.objects.get().summary, Place.objects.get().name) == ("Kept", "New")


@pytest.mark.parametrize(
    ("header", "rows", "line", "column"),
    [
        (["name"], [["A"]], 1, "slug"),
        (["slug", "colour"], [["a", "red"]], 1, "colour"),
        (["slug", "slug"], [["a", "b"]], 1, "slug"),
        (["slug", "name"], [["a"]], 2, "all"),
        (["slug", "name"], [["a", "A"], ["a", "B"]], 3, "slug"),
        (["slug", "name"], [["not a slug", "A"]], 2, "slug"),
        (["slug", "name"], [["", "A"]], 2, "slug"),
        (["slug", "name"], [["a", ""]], 2, "name"),
        (["slug", "name", "parent"], [["a", "A", "nowhere"]], 2, "parent"),
        (["slug", "name", "latitude"], [["a", "A", "53.8"]], 2, "longitude"),
        (["slug", "name", "topics"], [["a", "A", "nothing"]], 2, "topics"),
        (["slug", "name", "gss_code"], [["a", "A", "E08000035"], ["b", "B", "E08000035"]], 3, "gss_code"),
        (["slug", "name", "sources"], [["a", "A", "only a title"]], 2, "sources"),
        (["slug", "name", "sources"], [["a", "A", "Title|no address|2026-11-20"]], 2, "sources"),
        (["slug", "name", "sources"], [["a", "A", "Title||last May"]], 2, "sources"),
        (["slug", "name", "published_at"], [["a", "A", "soon"]], 2, "published_at"),
        (["slug", "name", "links"], [["a", "A", "javascript:1"]], 2, "links"),
    ],
)
def test_every_problem_names_its_line_and_column(header, rows, line, column):
    report = import_csv("places", table(rows, header))

    assert [(problem.line, problem.column) for problem in report.problems] == [(line, column)]
    assert Place.objects.count() == 0


@pytest.mark.parametrize("text", ["", "\x00", 'slug,name\n"a', "ü" * 10])
def test_what_is_no_table_is_refused(text):
    assert import_csv("places", io.StringIO(text)).problems


def test_a_place_may_lie_within_one_that_comes_later_in_the_file():
    import_csv("places", table([["b", "B", "a"], ["a", "A", ""]], ["slug", "name", "parent"]))

    assert Place.objects.get(slug="b").parent.slug == "a"


def test_two_places_may_not_lie_within_each_other():
    report = import_csv("places", table([["b", "B", "a"], ["a", "A", "b"]], ["slug", "name", "parent"]))

    assert [(problem.line, problem.column) for problem in report.problems] == [(2, "parent"), (3, "parent")]
    assert Place.objects.count() == 0


def test_text_is_sanitised_on_its_way_in():
    rows = [["a", "A", "<p>Good</p><script>alert(1)</script>"]]

    import_csv("places", table(rows, ["slug", "name", "description"]))

    assert Place.objects.get().description == "<p>Good</p>"


def test_tags_are_replaced():
    old, new = create_topic(), create_topic()
    create_place(slug="a", topics=[old])

    import_csv("places", table([["a", new.slug]], ["slug", "topics"]))

    assert list(Topic.objects.filter(placetopics__content_object__slug="a")) == [new]


def test_the_command_reports_and_leaves_all_as_it_was(tmp_path, capsys):
    path = tmp_path / "places.csv"
    path.write_text("slug,name,latitude\na,A,fifty\n", encoding="utf-8-sig")

    with pytest.raises(CommandError, match="1 problems"):
        call_command("import_table", "places", path)

    assert "Line 2, column latitude" in capsys.readouterr().err


def test_the_commands_take_each_others_files(tmp_path, capsys):
    create_place(name="Leeds", slug="leeds", latitude=53.8, longitude=-1.549)
    path = tmp_path / "places.csv"
    call_command("export_table", "places", path)
    Place.objects.all().delete()

    call_command("import_table", "places", path)

    assert Place.objects.get().name == "Leeds"
    assert "1 rows: 1 created, 0 changed" in capsys.readouterr().out
