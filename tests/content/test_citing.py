"""Citations and metadata, from plain values."""

import json
from datetime import date

import pytest

from content.citing import Name, Work, bibtex, csl_json, harvard_text, ris
from content.linked_data import script
from content.metadata import About, Download, highwire, json_ld, link_header

REPORT = Work(
    id="7",
    title="Systems & leaders: 100% {trust}",
    subtitle="A_study",
    url="https://hub.example.org/publications/7/systems/",
    authors=(
        Name("Ghate", "Deborah"),
        Name("Lewis-Brown", "Jane Ann"),
        Name("The King’s Fund", is_body=True),
    ),
    publisher="Virtual Staff College",
    genre="Research report",
    issued="2013-10",
    series="Working paper",
    number="9",
    isbn="978-1-907832-00-0",
    abstract="First line.\nSecond line.",
    keywords=("trust", "leadership"),
    pdf_url="https://hub.example.org/publications/7/systems/systems.pdf",
)
BARE = Work(id="8", title="Untitled", url="https://hub.example.org/publications/8/untitled/")
ARTICLE = Work(
    id="9",
    title="On trust",
    url="https://hub.example.org/publications/9/on-trust/",
    type="article",
    authors=(Name("Brontë", "Anne"),),
    publisher="Journal of Care",
    issued="2015-10-03",
    doi="10.1108/JICA-1",
)


def test_bibtex_escapes_and_names_people_and_bodies():
    assert bibtex([REPORT]) == (
        "@techreport{ghate2013-7,\n"
        "  author = {Ghate, Deborah and Lewis-Brown, Jane Ann and {The King’s Fund}},\n"
        "  title = {{Systems \\& leaders: 100\\% \\{trust\\}: A\\_study}},\n"
        "  institution = {Virtual Staff College},\n"
        "  year = {2013},\n"
        "  month = {10},\n"
        "  type = {Research report},\n"
        "  number = {Working paper 9},\n"
        "  isbn = {978-1-907832-00-0},\n"
        "  url = {https://hub.example.org/publications/7/systems/},\n"
        "  keywords = {trust, leadership},\n"
        "  language = {en}\n"
        "}\n"
    )


def test_bibtex_of_an_article_names_its_journal():
    assert "@article{bronte2015-9,\n" in bibtex([ARTICLE])
    assert "  journal = {Journal of Care},\n" in bibtex([ARTICLE])


def test_ris_begins_with_its_type_and_ends_each_record():
    lines = ris([REPORT, ARTICLE]).split("\r\n")

    assert lines[:3] == ["TY  - RPRT", "ID  - ghate2013-7", "TI  - Systems & leaders: 100% {trust}: A_study"]
    assert lines.count("ER  - ") == 2
    assert "AU  - Ghate, Deborah" in lines
    assert "AB  - First line. Second line." in lines
    assert "DA  - 2013/10//" in lines
    assert "L1  - https://hub.example.org/publications/7/systems/systems.pdf" in lines
    assert all(line[2:6] == "  - " for line in lines[:-1])


def test_csl_json_has_names_and_date_parts():
    report, bare = json.loads(csl_json([REPORT, BARE]))

    assert report["type"] == "report"
    assert report["author"][0] == {"family": "Ghate", "given": "Deborah"}
    assert report["author"][2] == {"literal": "The King’s Fund"}
    assert report["issued"] == {"date-parts": [[2013, 10]]}
    assert bare["id"] == "anon-8"
    assert {"author", "issued", "publisher"}.isdisjoint(bare)


@pytest.mark.parametrize(
    ("work", "reference"),
    [
        (
            REPORT,
            "Ghate, D., Lewis-Brown, J.A. and The King’s Fund (2013) Systems & leaders: 100% {trust}:"
            " A_study. Virtual Staff College. Working paper, 9. Available at:"
            " https://hub.example.org/publications/7/systems/ (Accessed: 5 March 2026).",
        ),
        (
            ARTICLE,
            "Brontë, A. (2015) On trust. Journal of Care. Available at: https://doi.org/10.1108/JICA-1.",
        ),
        (
            BARE,
            "(no date) Untitled. Available at: https://hub.example.org/publications/8/untitled/"
            " (Accessed: 5 March 2026).",
        ),
    ],
)
def test_harvard_reads_as_people_write_it(work, reference):
    assert harvard_text(work, date(2026, 3, 5)) == reference


def test_harvard_shortens_four_authors():
    names = tuple(Name(family) for family in ("A", "B", "C", "D"))

    assert harvard_text(Work(id="1", title="T", url="u", authors=names)).startswith("A et al. (no date) T")


def test_json_ld_is_a_report_with_what_is_known_and_nothing_empty():
    about = About(
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        downloads=(Download(REPORT.pdf_url, size=2048),),
        places=(("Wakefield", "E08000036"),),
        audiences=("Councillors",),
    )

    node = json_ld(REPORT, about)

    assert node["@type"] == "Report"
    assert node["author"][0]["@type"] == "Person"
    assert node["author"][2] == {"@type": "Organization", "name": "The King’s Fund"}
    assert node["encoding"][0]["contentUrl"] == REPORT.pdf_url
    assert node["spatialCoverage"][0]["identifier"]["value"] == "E08000036"
    assert all(json_ld(BARE, About()).values())
    assert json_ld(ARTICLE, About())["@type"] == "ScholarlyArticle"


def test_script_cannot_be_ended_by_a_text():
    text = script({"name": "</script><!-- & \u2028"})

    assert "<" not in text
    assert json.loads(text)["@graph"] == [{"name": "</script><!-- & \u2028"}]


def test_highwire_has_one_tag_for_each_author_and_needs_a_date():
    tags = highwire(REPORT, About(downloads=(Download(REPORT.pdf_url),)))

    assert [content for name, content in tags if name == "citation_author"] == [
        "Ghate, Deborah", "Lewis-Brown, Jane Ann", "The King’s Fund"
    ]  # fmt: skip
    assert ("citation_publication_date", "2013") in tags
    assert ("citation_pdf_url", REPORT.pdf_url) in tags
    assert ("citation_publication_date", "2015/10/03") in highwire(ARTICLE, About())
    assert highwire(BARE, About()) == []


def test_links_of_signposting_are_of_level_one_and_bounded():
    about = About(
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        downloads=tuple(Download(f"https://hub.example.org/{n}.pdf") for n in range(50)),
        orcids=("0000-0001-2345-6789",),
    )

    header = link_header(REPORT, about, [("https://hub.example.org/7.bib", "application/x-bibtex")])

    assert f'<{REPORT.url}>; rel="cite-as"' in header
    assert header.count('rel="type"') == 2
    assert '<https://hub.example.org/7.bib>; rel="describedby"; type="application/x-bibtex"' in header
    assert 'rel="license"' in header
    assert 'rel="author"' in header
    assert header.count("rel=") == 20
