"""A publication as Dublin Core, for catalogues."""

from content.addresses import address, full
from publications.citations import LICENCES, work_of

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def dublin_core(publication):
    """Return [(element, value)] in the order of the standard, nothing empty."""
    work = work_of(publication)
    places, groups = publication.places.all(), publication.groups.all()
    relations = [full(programme.get_absolute_url()) for programme in publication.programmes.all()]
    identifiers = [address(publication), work.pdf_url]
    identifiers += [
        f"https://doi.org/{work.doi}" if work.doi else "",
        f"ISBN {work.isbn}" if work.isbn else "",
    ]
    publishers = [
        ("publisher", work.publisher),
        *(("publisher", str(each)) for each in publication.co_publishers.all()),
    ]
    rights = LICENCES.get(publication.licence, publication.get_licence_display())
    pairs = [("title", work.full_title)]
    pairs += [("creator", name.family_first) for name in work.authors]
    pairs += [("subject", name) for name in (*work.keywords, *(group.name for group in groups))]
    pairs += [("description", work.abstract), *publishers, ("date", work.issued)]
    pairs += [("type", work.genre), ("format", "application/pdf" if work.pdf_url else "")]
    pairs += [("identifier", identifier) for identifier in identifiers]
    pairs += [("language", work.language), *(("relation", each) for each in relations)]
    pairs += [
        ("coverage", f"{place.name} ({place.gss_code})" if place.gss_code else place.name) for place in places
    ]
    return [(name, value) for name, value in [*pairs, ("rights", rights)] if value]
