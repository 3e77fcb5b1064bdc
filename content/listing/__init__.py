"""A list that can be searched and narrowed: its whole state is its address.

A `Listing` reads an address, asks the index and offers what a template shows: facets with counts,
the histogram of years, chips, orders, pages. It knows no kind of content and no HTML.
"""

from content.listing.facets import Facet
from content.listing.listing import Listing

__all__ = ["Facet", "Listing"]
