"""Citations and metadata of publications, through their addresses."""

import csv
import io
import json

import pytest
from django.urls import reverse

from tests.factories import (
    create_file,
    create_organisation,
    create_person,
    create_place,
    create_programme,
    create_project,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def create_cited(**fields):
    publication = create_publication(
        title="Systems leadership",
        slug="systems",
        issued="2013",
        publisher=create_organisation(name="Nesta"),
        **fields,
    )
    publication.creators.create(person=create_person(family_name="Ghate", given_name="Deborah"))
    return publication


def citation(publication, suffix):
    return reverse("publications:citation", args=[publication.pk, publication.slug, suffix])


@pytest.mark.parametrize(
    ("suffix", "media_type", "start"),
    [
        ("bib", "application/x-bibtex", b"@techreport{ghate2013-"),
        ("ris", "application/x-research-info-systems", b"TY  - RPRT\r\n"),
        ("json", "application/vnd.citationstyles.csl+json", b"["),
    ],
)
def test_publication_has_citations_at_suffixes(client, suffix, media_type, start):
    publication = create_cited()

    response = client.get(citation(publication, suffix))

    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response.content.startswith(start)
    assert response["Link"] == (
        f'<http://hub.example.org{publication.get_absolute_url()}>; rel="describes"; type="text/html"'
    )


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({"published_at": None}, 404),
        ({"published_at": tomorrow()}, 404),
        ({"removed_at": yesterday()}, 410),
        ({}, 200),
    ],
)
def test_citations_follow_what_may_be_read(client, dates, status):
    assert client.get(citation(create_cited(**dates), "bib")).status_code == status


def test_an_unknown_suffix_is_not_found(client):
    assert client.get(citation(create_cited(), "docx")).status_code == 404
    assert client.get(reverse("publications:export", args=["docx"])).status_code == 404


def test_the_page_of_a_publication_tells_machines(client):
    publication = create_cited(topics=[create_topic(name="trust")])
    file = create_file(publication=publication)

    response = client.get(publication.get_absolute_url())
    text = response.content.decode()

    assert '<meta name="citation_title" content="Systems leadership">' in text
    assert '<meta name="citation_author" content="Ghate, Deborah">' in text
    assert f'<meta name="citation_pdf_url" content="http://hub.example.org{file.get_absolute_url()}">' in text
    graph = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(graph)["@graph"][0]["keywords"] == ["trust"]
    assert "<i>Systems leadership</i>" in text
    assert f'<http://hub.example.org{citation(publication, "bib")}>; rel="describedby"' in response["Link"]
    assert (
        f'<http://hub.example.org{file.get_absolute_url()}>; rel="item"; type="application/pdf"'
        in response["Link"]
    )


@pytest.mark.parametrize("suffix", ["bib", "ris", "json", "csv", "txt"])
def test_export_gives_the_list_as_it_is_narrowed_and_ordered(client, catch_up, suffix):
    create_publication(title="Beta", type="guide", issued="2013")
    create_publication(title="Alpha", type="guide", issued="2012")
    create_publication(title="Report", type="report")
    create_publication(title="Draft", type="guide", published_at=None)
    catch_up()

    text = client.get(
        reverse("publications:export", args=[suffix]) + "?type=guide&sort=title"
    ).content.decode()

    assert "Report" not in text.replace("TY  - RPRT", "")
    assert "Draft" not in text
    assert 0 < text.index("Alpha") < text.index("Beta")


def test_export_as_csv_does_not_run_in_a_spreadsheet(client, catch_up):
    create_publication(title='=HYPERLINK("http://example.com")')
    catch_up()

    text = client.get(reverse("publications:export", args=["csv"])).content.decode()

    assert next(csv.DictReader(io.StringIO(text)))["title"] == '\'=HYPERLINK("http://example.com")'


def test_export_names_no_draft(client, catch_up):
    draft = {"published_at": None, "slug": "secret", "title": "Secret"}
    publication = create_publication(supersedes=create_publication(**draft))
    publication.projects.add(create_project(**draft))
    publication.places.add(create_place(published_at=None, slug="secret"))
    publication.programmes.add(create_programme(published_at=None, slug="secret"))
    catch_up()
    addresses = [reverse("publications:export", args=["csv"]), "/oai?verb=ListRecords&metadataPrefix=oai_dc"]

    assert ["secret" in client.get(address).text.lower() for address in addresses] == [False, False]


def test_export_costs_the_same_however_long(client, catch_up, django_assert_max_num_queries):
    for _ in range(30):
        create_publication(topics=[create_topic()])
    catch_up()

    with django_assert_max_num_queries(15):
        client.get(reverse("publications:export", args=["bib"]))


def test_export_without_an_index_gives_the_whole_list(client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nothing"
    create_publication(title="One")

    assert "One" in client.get(reverse("publications:export", args=["csv"])).content.decode()
