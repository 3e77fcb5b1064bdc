from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.models import Person
from publications.importing import READERS, BadFileError
from publications.models import Publication
from tests.factories import (
    PDF,
    create_event,
    create_file,
    create_groups,
    create_organisation,
    create_project,
    create_publication,
)

pytestmark = pytest.mark.django_db

FILES = {
    "csv": (
        "title,authors,publisher,date,type,topics,doi,groups\n"
        '"A report, with a comma","Tester, Ada; The Body",A House,2015-10,Evaluation,'
        "trust; place,10.1234/ab,Councillors\n"
    ),
    "ris": (
        "TY  - RPRT\r\nTI  - A report, with a comma\r\nAU  - Tester, Ada\r\nAU  - The Body\r\n"
        "PB  - A House\r\n"
        "PY  - 2015\r\nKW  - trust\r\nKW  - place\r\nDO  - 10.1234/ab\r\nER  - \r\n"
    ),
    "bib": (
        "@comment{not me}\n@techreport{tester2015,\n  title = {A {report}, with a comma},\n"
        '  author = "Tester, Ada and The Body",\n  institution = {A House},\n  year = 2015,\n'
        "  keywords = {trust, place},\n  doi = {10.1234/ab}\n}\n"
    ),
}  # fmt: skip


def run(tmp_path, text, name="records.csv", **options):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = StringIO()
    call_command("import_publications", path, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", FILES)
def test_record_comes_in_whole_and_as_a_draft(tmp_path, kind):
    create_groups()

    said = run(tmp_path, FILES[kind], f"records.{kind}")

    publication = Publication.objects.get()
    assert said == "1 imported as drafts, 0 there already.\n"
    assert (publication.title, publication.year, publication.doi, publication.state) == (
        "A report, with a comma", "2015", "10.1234/ab", "draft",
    )  # fmt: skip
    assert [str(creator) for creator in publication.creators.all()] == ["Ada Tester", "The Body"]
    assert sorted(str(topic) for topic in publication.topics.all()) == ["place", "trust"]
    assert str(publication.publisher) == "A House"


def test_record_that_is_there_already_is_left_alone(tmp_path):
    run(tmp_path, FILES["ris"], "records.ris")

    assert run(tmp_path, FILES["bib"], "records.bib") == "0 imported as drafts, 1 there already.\n"


def test_dry_run_writes_nothing(tmp_path):
    create_groups()

    said = run(tmp_path, FILES["csv"], dry_run=True)

    assert said == "1 would be imported, 0 there already.\n"
    assert (Publication.objects.count(), Person.objects.count()) == (0, 0)


def test_one_fault_leaves_everything_as_it_was_and_every_fault_is_named(tmp_path):
    text = "title,date,language\nGood,2015,en\nBad date,soon,en\n,2015,en\nBad language,2015,xx\n"
    out = StringIO()
    (tmp_path / "records.csv").write_text(text)

    with pytest.raises(CommandError, match="Nothing was imported: 3 faults"):
        call_command("import_publications", tmp_path / "records.csv", stderr=out, stdout=out)

    assert Publication.objects.count() == 0
    assert [line.split(":")[0] for line in out.getvalue().splitlines()] == [
        "records.csv, line 3", "records.csv, line 4", "records.csv, line 5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "name,date\nx,2015\n", "one of them is “title”"),
        ("a.csv", 'title\n"open', "is not CSV"),
        ("a.csv", b"title\n\xff\xfe\n", "is not in UTF-8"),
        ("a.csv", "title\nA,B\n", "Nothing was imported"),
        ("a.csv", "title,colour\nA,red\n", "Nothing was imported"),
        ("a.csv", "title\nA\x00B\n", "Nothing was imported"),
        ("a.ris", "nothing here", "There is no RIS record"),
        ("a.ris", "TY  - RPRT\nTI  - Endless\n", "has no end"),
        ("a.bib", "nothing here", "There is no BibTeX entry"),
        ("a.xml", "<a/>", "neither .csv, .ris nor .bib"),
    ],
)
def test_file_that_cannot_be_read_says_why(tmp_path, name, text, said):
    with pytest.raises(CommandError, match=said):
        run(tmp_path, text, name)


@pytest.mark.parametrize("kind", ["ris", "bib"])
@pytest.mark.parametrize("end", range(0, 190, 7))
def test_file_that_was_cut_short_never_breaks_the_reader(kind, end):
    try:
        rows = READERS[kind](FILES[kind][:end])
    except BadFileError:
        return

    assert all(isinstance(row, dict) for _, row in rows)


def test_our_own_export_comes_back(tmp_path, client):
    publication = create_publication(title="Round {and} round & 100%", doi="10.1234/xyz", abstract="Words.")
    publication.creators.create(
        person=Person.objects.create(family_name="Ö’Neil", given_name="Zoë", slug="zo")
    )
    for suffix in ("ris", "bib"):
        text = client.get(publication.get_absolute_url().rstrip("/") + f".{suffix}").content
        rows = READERS[suffix](text.decode())
        Publication.objects.filter(pk=publication.pk).update(doi="", title="Another")
        run(tmp_path, text, f"records.{suffix}")
        found = Publication.objects.get(doi="10.1234/xyz")
        assert (found.title, str(found.creators.get()), len(rows)) == (
            "Round {and} round & 100%",
            "Zoë Ö’Neil",
            1,
        )
        found.delete()
        Publication.objects.filter(pk=publication.pk).update(doi="10.1234/xyz", title=publication.title)


@pytest.mark.parametrize("name", ["all.csv", "all.RIS", "all.bib"])
def test_all_publications_go_out_by_command_and_are_known_again(tmp_path, name):
    create_publication(title="A draft", published_at=None)
    create_publication(title="A report")
    out = StringIO()

    call_command("export_publications", tmp_path / name, stdout=out)
    call_command("import_publications", tmp_path / name, stdout=out)

    assert out.getvalue() == (f"2 publications written to {name}\n0 imported as drafts, 2 there already.\n")


def test_table_of_staff_brings_everything_back(tmp_path):
    event, project = create_event(published_at=None), create_project()
    older = create_publication(title="First edition", issued="2011")
    newer = create_publication(
        title="Second edition",
        issued="2012",
        supersedes=older,
        cite_as="As we say.",
        body="<p>All of it.</p>",
    )
    newer.co_publishers.add(create_organisation(name="A House"), create_organisation(name="B House"))
    newer.events.add(event)
    newer.projects.add(project)
    newer.sources.create(title="A | list", url="https://example.org/", seen_on="2026-11-20")
    newer.sources.create(title="A letter")
    table = tmp_path / "all.csv"
    call_command("export_publications", table, stdout=StringIO())
    before = told(newer)
    Publication.objects.all().delete()
    call_command("import_publications", table, stdout=StringIO())

    assert told(Publication.objects.get(title="Second edition")) == before


def told(publication):
    """Return what a table has to bring back of a publication besides what citations have."""
    return {
        "plain": (publication.cite_as, publication.body, publication.supersedes.title),
        "bodies": sorted(body.name for body in publication.co_publishers.all()),
        "linked": [*publication.events.all(), *publication.projects.all()],
        "sources": list(publication.sources.values_list("title", "url", "seen_on")),
    }


def test_table_may_name_what_is_replaced_further_down(tmp_path):
    run(tmp_path, "title,date,supersedes\nSecond,2012,First (2011)\nFirst,2011,\n")

    assert Publication.objects.get(title="Second").supersedes.title == "First"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title,date,supersedes\nGood,2012,Nothing (2011)\n", "There is no publication Nothing"),
        ("title,date,supersedes\nGood,2012,Good (2012)\n", "There is no publication Good"),
        ("title,date,sources\nGood,2012,only a title\n", "Each line needs 3 parts"),
        ("title,date,sources\nGood,2012,A letter||soon\n", "“soon” value has an invalid date format"),
        ("title,date,events\nGood,2012,nowhere\n", "There is no event nowhere"),
    ],
)
def test_cell_of_a_table_that_means_nothing_is_a_fault(tmp_path, text, said):
    out = StringIO()
    (tmp_path / "records.csv").write_text(text)

    with pytest.raises(CommandError, match="Nothing was imported: 1 fault"):
        call_command("import_publications", tmp_path / "records.csv", stderr=out, stdout=out)

    assert said in out.getvalue()
    assert Publication.objects.count() == 0


def test_export_to_a_format_that_is_none_says_so(tmp_path):
    with pytest.raises(CommandError, match=r"neither \.csv, \.ris nor \.bib"):
        call_command("export_publications", tmp_path / "all.xml")


def test_files_of_a_folder_find_their_publications(tmp_path):
    by_slug, by_number = create_publication(slug="a-report"), create_publication()
    there = create_file(content=PDF + b"\n% the same")
    names = {"a-report": PDF, f"{by_number.pk}": PDF + b"\n", "nobody": PDF + b"\n\n", "bad": b"no pdf"}
    for name, content in {**names, "again": PDF + b"\n% the same"}.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    create_publication(slug="bad")
    out = StringIO()

    call_command("import_publications", files=tmp_path, stdout=out)

    said = out.getvalue()
    assert [by_slug.files.count(), by_number.files.count()] == [1, 1]
    assert f"again.pdf: already there, in “{there.publication}”" in said
    assert "nobody.pdf: no publication of that number or name" in said
    assert "bad.pdf: refused: This is not a PDF" in said
