"""What machines read about a work, from plain values: JSON-LD, Highwire tags, Signposting links.

Every function takes a `content.citing.Work` and returns names and values; views and templates place them.
"""

from typing import NamedTuple

from content.linked_data import ORCID, identifier, node

MAX_LINKS = 20  # in one Link header: proxies refuse very long ones


class Download(NamedTuple):
    """One file of a work."""

    url: str
    media_type: str = "application/pdf"
    size: int = 0  # bytes


class About(NamedTuple):
    """What is known of a work beside its citation."""

    licence_url: str = ""
    downloads: tuple[Download, ...] = ()
    places: tuple[tuple[str, str], ...] = ()  # (name, ONS code or nothing)
    audiences: tuple[str, ...] = ()
    programmes: tuple[tuple[str, str], ...] = ()  # (name, full address)
    orcids: tuple[str, ...] = ()  # of the authors who have one
    modified: str = ""  # ISO 8601


def json_ld(work, about):
    """Return schema.org's Report or ScholarlyArticle as a dict, with what is known and nothing empty."""
    is_article = work.type == "article"
    return node(
        "ScholarlyArticle" if is_article else "Report",
        id=work.url,
        url=work.url,
        name=work.full_title,
        headline=work.full_title if is_article else "",
        author=[_agent(name) for name in work.authors],
        publisher=node("Organization", name=work.publisher) if work.publisher else None,
        datePublished=work.issued,
        dateModified=about.modified,
        abstract=work.abstract,
        inLanguage=work.language,
        license=about.licence_url,
        keywords=list(work.keywords),
        reportNumber="" if is_article else work.number,
        identifier=list(filter(None, [identifier("DOI", work.doi), identifier("ISBN", work.isbn)])),
        isPartOf=node("CreativeWorkSeries", name=work.series) if work.series else None,
        encoding=[_media(download) for download in about.downloads],
        spatialCoverage=[
            node("AdministrativeArea", name=name, identifier=identifier("GSS", code))
            for name, code in about.places
        ],
        audience=[node("Audience", audienceType=name) for name in about.audiences],
        about=[node("Project", name=name, url=url) for name, url in about.programmes],
    )


def _agent(name):
    if name.is_body:
        return node("Organization", name=name.family)
    full_name = f"{name.given} {name.family}".strip()
    return node("Person", name=full_name, familyName=name.family, givenName=name.given)


def _media(download):
    size = f"{download.size} B" if download.size else ""
    return node("MediaObject", contentUrl=download.url, encodingFormat=download.media_type, contentSize=size)


def highwire(work, about):
    """Return Google Scholar's tags as [(name, content)]; nothing when a tag that it requires is missing."""
    if not (work.title and work.makers and work.issued):
        return []
    pdf = next((download.url for download in about.downloads if download.media_type == "application/pdf"), "")
    is_article = work.type == "article"
    tags = [
        ("citation_title", work.full_title),
        *(("citation_author", name.family_first) for name in work.makers),
        ("citation_publication_date", work.issued.replace("-", "/") if len(work.issued) == 10 else work.year),
        ("citation_pdf_url", pdf),
        ("citation_abstract_html_url", work.url),
        ("citation_publisher", "" if is_article else work.publisher),
        ("citation_journal_title" if is_article else "citation_technical_report_institution", work.publisher),
        ("citation_technical_report_number", "" if is_article else work.number),
        ("citation_doi", work.doi),
        ("citation_isbn", work.isbn),
        ("citation_language", work.language),
        ("citation_keywords", "; ".join(work.keywords)),
    ]
    return [(name, content) for name, content in tags if content]


def link_header(work, about, descriptions):
    """Return the landing page's Signposting links (FAIR profile, level 1) as the value of a Link header.

    `descriptions` is [(full address, media type)] of the metadata files.
    """
    cite_as = f"https://doi.org/{work.doi}" if work.doi else work.url
    kind = "ScholarlyArticle" if work.type == "article" else "Report"
    links = [(cite_as, "cite-as", ""), ("https://schema.org/AboutPage", "type", "")]
    links += [(f"https://schema.org/{kind}", "type", "")]
    links += [(url, "describedby", media_type) for url, media_type in descriptions]
    links += [(about.licence_url, "license", "")] if about.licence_url else []
    links += [(ORCID + orcid, "author", "") for orcid in about.orcids]
    links += [(download.url, "item", download.media_type) for download in about.downloads]
    return ", ".join(link(*each) for each in links[:MAX_LINKS])


def link(url, relation, media_type=""):
    """Return one web link (RFC 8288) with an address that cannot end it."""
    safe = "".join(letter if letter.isascii() and letter not in '<> "\r\n' else "" for letter in url)
    return f'<{safe}>; rel="{relation}"' + (f'; type="{media_type}"' if media_type else "")
