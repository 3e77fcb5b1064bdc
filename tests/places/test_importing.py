"""Programmes, places and projects from CSV: errors by line and column, all or nothing."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from content.models import Topic
from places.importing import import_csv
from places.models import Place
from tests.factories import create_place, create_project, create_topic

pytestmark = pytest.mark.django_db

HEADER = ["slug", "name", "kind", "region", "latitude", "longitude"]


def table(rows, header=HEADER):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return io.StringIO(text.getvalue(), newline="")


def good(n):
    return [f"place-no-{n}", f"Place no {n}", "council", "E12000003", "53.8", "-1.5"]


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
