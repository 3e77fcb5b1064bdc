"""What staff do with lists of publications: take them in and give them out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.models import Organisation
from publications.importing import READERS
from publications.models import Publication
from tests.factories import (
    create_organisation,
    create_person,
    create_place,
    create_programme,
    create_project,
    create_publication,
)
from tests.staff import create_staff

pytestmark = pytest.mark.django_db

IMPORT = "admin:publications_publication_import"
EXPORT = "admin:publications_publication_export"
RIS = "TY  - RPRT\nTI  - A report\nPB  - A House\nPY  - 2015\nER  - \n"


def send(client, text, name="records.csv", **data):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse(IMPORT), {"file": file} | data)


def test_dry_run_shows_what_would_come_in_and_writes_nothing(admin_client):
    response = send(admin_client, RIS, "records.ris", dry_run="on")

    assert "New: A report" in response.text
    assert "Nothing was written" in response.text
    assert (Publication.objects.count(), Organisation.objects.count()) == (0, 0)


def test_records_come_in_as_drafts(admin_client):
    response = send(admin_client, RIS, "records.RIS")

    assert "1 new, 0 there already." in response.text
    assert Publication.objects.get().state == "draft"


def test_every_fault_is_named_by_its_row_and_nothing_comes_in(admin_client):
    response = send(admin_client, "title,date\nGood,2015\nBad,soon\n,2015\n")

    assert "2 problems. Nothing was changed." in response.text
    assert "Line 3: issued" in response.text
    assert "Line 4: title" in response.text
    assert Publication.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.pdf", "title\nA\n", "must end in .csv, .ris or .bib"),
        ("a.csv", b"\xff\xfe", "not in UTF-8"),
        ("a.csv", "name\nA\n", "one of them is “title”"),
        ("a.csv", "title\nA\x00B\n", "NUL"),
        ("a.bib", "nothing", "no BibTeX entry"),
        ("a.ris", "", "empty"),
    ],
)
def test_file_that_cannot_be_read_says_why(admin_client, name, text, said):
    response = send(admin_client, text, name)

    assert response.status_code == 200
    assert said in response.text
    assert Publication.objects.count() == 0


def test_file_that_is_too_large_is_refused(admin_client, monkeypatch):
    monkeypatch.setattr("content.tables.LARGEST", 10)

    assert "Send it in parts" in send(admin_client, "title\nA long title\n").text


def test_records_of_another_repository_come_in(admin_client, monkeypatch):
    def other(address, within, leave_out):
        leave_out("oai:other:2", "it is in “fr”")
        return [("oai:other:1", {"title": "From elsewhere", "date": "2015"})]

    monkeypatch.setattr("publications.desk.harvest", other)

    response = admin_client.post(reverse(IMPORT), {"address": "https://other.example/oai"})

    assert "New: From elsewhere" in response.text
    assert "Left out: oai:other:2" in response.text
    assert Publication.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"address": ""}, "Choose a file, or give an address"),
        ({"address": "no address"}, "Enter a valid URL"),
        ({"address": "http://127.0.0.1:9/oai"}, "no public web address"),
    ],
)
def test_address_that_cannot_be_harvested_says_why(admin_client, data, said):
    assert said in admin_client.post(reverse(IMPORT), data).text


def test_places_programmes_and_projects_go_out_and_come_back(admin_client):
    programme, place = create_programme(slug="local-vision"), create_place(slug="dorset")
    project = create_project(slug="a-project", programme=programme, place=place)
    publication = create_publication(title="Round", issued="2015")
    for items, item in (
        (publication.programmes, programme),
        (publication.places, place),
        (publication.projects, project),
    ):
        items.add(item)
    text = admin_client.get(reverse(EXPORT)).text
    Publication.objects.all().delete()

    send(admin_client, text)

    back = Publication.objects.get()
    assert [str(each.get()) for each in (back.programmes, back.places, back.projects)] == [
        str(programme), str(place), str(project),
    ]  # fmt: skip


def test_record_comes_back_as_it_went_out(admin_client):
    fields = {
        "title": "-Round-", "subtitle": "a trip", "abstract": "One.\n\nTwo.", "issued": "2015-10",
        "type": "guide", "series": "Papers", "number": "7", "pages": 34, "licence": "ogl-3.0",
        "language": "cy", "isbn": "978-1-907832-00-0", "landing_url": "https://publisher.example/round",
    }  # fmt: skip
    publication = create_publication(**fields)
    body = create_organisation(name="Department for Housing, Communities and Care")
    publication.creators.create(organisation=body)
    publication.creators.create(order=1, person=create_person(family_name="Ghate", given_name="Deborah"))
    text = admin_client.get(reverse(EXPORT)).text

    assert "0 new, 1 there already." in send(admin_client, text).text
    Publication.objects.all().delete()
    send(admin_client, text)

    back = Publication.objects.get()
    assert {name: getattr(back, name) for name in fields} == fields
    assert [str(creator) for creator in back.creators.all()] == [str(body), "Deborah Ghate"]


@pytest.mark.parametrize("suffix", ["ris", "bib"])
def test_citation_of_ours_is_known_again_and_names_no_page_of_a_publisher(admin_client, suffix):
    create_publication(title="Round", subtitle="a trip", issued="2015")
    text = admin_client.get(reverse(EXPORT), {"format": suffix}).text

    assert "0 new, 1 there already." in send(admin_client, text, f"records.{suffix}").text
    Publication.objects.all().delete()
    send(admin_client, text, f"records.{suffix}")

    assert "http://hub.example.org/publications/" in text
    assert Publication.objects.get().landing_url == ""


def test_place_that_there_is_not_is_a_fault(admin_client):
    response = send(admin_client, "title,date,places\nGood,2015,atlantis\n")

    assert "Line 2: There is no place atlantis." in response.text
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("suffix", ["csv", "ris", "bib"])
def test_export_has_drafts_and_reads_back(admin_client, suffix):
    create_publication(title="A draft", published_at=None)
    create_publication(title="A report")

    response = admin_client.get(reverse(EXPORT), {"format": suffix})

    assert response["Content-Disposition"] == f'attachment; filename="publications-all.{suffix}"'
    assert [row["title"] for _, row in READERS[suffix](response.text)] == ["A draft", "A report"]


def test_export_in_a_format_that_is_none_is_not_found(admin_client):
    assert admin_client.get(reverse(EXPORT), {"format": "xml"}).status_code == 404


def test_export_costs_the_same_at_any_amount(admin_client, django_assert_max_num_queries):
    for _ in range(8):
        create_publication()

    with django_assert_max_num_queries(17):
        admin_client.get(reverse(EXPORT))


def test_list_leads_to_import_and_export(admin_client):
    page = admin_client.get(reverse("admin:publications_publication_changelist")).text

    assert reverse(IMPORT) in page
    assert f"{reverse(EXPORT)}?format=bib" in page


@pytest.mark.parametrize("name", [IMPORT, EXPORT])
def test_staff_without_the_right_are_refused(client, name):
    client.force_login(create_staff())

    assert client.get(reverse(name)).status_code == 403
