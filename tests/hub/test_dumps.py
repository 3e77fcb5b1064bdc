import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from hub import dumps
from hub.api.kinds import KINDS
from hub.api.objects import OBJECTS
from tests.factories import create_article, create_place, yesterday
from tests.pages import create_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def dump(tmp_path):
    """Return a function that dumps everything and returns the folder."""

    def dumped(folder=tmp_path / "data"):
        call_command("dump_data", str(folder), stdout=io.StringIO())
        return folder

    return dumped


def table(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_dumps_are_what_the_api_tells(client, dump, no_limits):
    create_everything()
    folder = dump()

    for name in KINDS:
        told = client.get(f"/api/v1/{name}/?limit=100").json()["items"]
        assert told, name
        dumped = json.loads((folder / f"{name}.json").read_text())
        assert dumped == sorted(told, key=lambda item: item["id"]), name


def test_csv_has_the_same_rows_as_json(dump):
    create_everything()
    folder = dump()

    for name in KINDS:
        rows = json.loads((folder / f"{name}.json").read_text())
        assert [int(row["id"]) for row in table(folder / f"{name}.csv")] == [row["id"] for row in rows], name


def test_code_book_explains_every_field(dump):
    entries = table(dump() / "code-book.csv")

    assert [(entry["kind"], entry["field"]) for entry in entries] == [
        (name, field) for name in KINDS for field in OBJECTS[name]
    ]
    assert all(entry["type"] and entry["meaning"] for entry in entries)


def test_code_book_explains_no_field_that_is_gone():
    assert set(dumps.MEANINGS) == {field for fields in OBJECTS.values() for field in fields}


def test_dumps_of_nothing_are_empty_lists(dump):
    folder = dump()

    assert json.loads((folder / "articles.json").read_text()) == []
    assert table(folder / "articles.csv") == []


def test_new_dumps_take_the_place_of_the_old(dump):
    article = create_article()
    dump()
    article.removed_at = yesterday()
    article.save()
    folder = dump()

    assert json.loads((folder / "articles.json").read_text()) == []
    assert [path.name for path in folder.parent.iterdir()] == ["data"]


def test_old_dumps_stay_when_writing_fails(dump, monkeypatch):
    create_article()
    folder = dump()
    before = (folder / "articles.json").read_text()
    create_article()
    monkeypatch.setattr(dumps, "write_code_book", lambda folder: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        dump()

    assert (folder / "articles.json").read_text() == before
    assert [path.name for path in folder.parent.iterdir()] == ["data"]


def test_folder_with_something_else_is_left_alone(dump, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(CommandError, match="something else"):
        dump(tmp_path)

    assert (tmp_path / "letter.txt").read_text() == "Dear all"


def test_spreadsheet_runs_no_cell(dump):
    create_article(title="=1+1")
    create_place(latitude=51.5, longitude=-0.1)
    folder = dump()

    assert table(folder / "articles.csv")[0]["title"] == "'=1+1"
    assert table(folder / "places.csv")[0]["longitude"] == "-0.1"


@pytest.mark.once
def test_dumps_cost_the_same_however_long(dump, django_assert_max_num_queries):
    for _ in range(4):
        create_everything()

    with django_assert_max_num_queries(40):
        dump()
