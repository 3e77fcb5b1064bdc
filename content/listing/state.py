"""What a list is asked for, read from an address and written back to one."""

from django.http import QueryDict

from content import searching
from content.listing.facets import Facet

MAX_VALUES = 20  # chosen in one facet
MAX_LENGTH = 200  # of one value
SORTS = {"best": "Best match", "newest": "Newest first", "oldest": "Oldest first", "title": "Title, A to Z"}


class State:
    """The words, filters, years, order and page that an address asks for. Nothing in it can be wrong."""

    facets: tuple[Facet, ...] = ()
    default_sort = "newest"  # when nothing is searched for

    def __init__(self, params):
        self.params = params
        self.text = params.get("q", "").replace("\x00", "").strip()
        self.filters = {facet.param: self._values(facet.param) for facet in self.facets}
        self.years = self._years()
        self.question = searching.Question.read(self.text)

    def _values(self, param):
        values = (value.replace("\x00", "")[:MAX_LENGTH] for value in self.params.getlist(param))
        return list(dict.fromkeys(value for value in values if value))[:MAX_VALUES]

    def _years(self):
        low, high = (self.params.get(name, "") for name in ("from", "to"))
        low, high = (
            int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
            for year in (low, high)
        )
        if low and high and low > high:
            low, high = high, low
        return (low, high) if low or high else None

    @property
    def sort(self):
        """The order in use: as asked, else best match for a search and `default_sort` for a list."""
        asked = self.params.get("sort")
        if asked in SORTS and (asked != "best" or self.text):
            return asked
        return "best" if self.text else self.default_sort

    @property
    def sorts(self):
        return [(value, label) for value, label in SORTS.items() if self.text or value != "best"]

    @property
    def number(self):
        """The page asked for, within what a list may have."""
        asked = self.params.get("page", "1")
        wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        return min(max(wanted, 1), searching.MAX_PAGE)

    # addresses -------------------------------------------------------------------------------

    def address(self, without=(), value=None, **changes):
        """Return this list's address, without some parameters (or one value of one) and on its first page."""
        query = QueryDict(mutable=True)
        state = {"q": [self.text] if self.text else [], **self.filters}
        state["from"], state["to"] = ([str(year)] if year else [] for year in (self.years or (None, None)))
        state["sort"] = [self.params["sort"]] if self.params.get("sort") in SORTS else []
        for name, values in state.items():
            kept = [each for each in values if name not in without or (value is not None and each != value)]
            if kept:
                query.setlist(name, kept)
        for name, text in changes.items():
            query[name] = text
        return f"?{query.urlencode()}"

    def _fields(self, without):
        """Return [(name, value)] of the state, for a form that changes the rest of it."""
        return [
            (name, value) for name, values in QueryDict(self.address(without)[1:]).lists() for value in values
        ]

    @property
    def fields_beside_sort(self):
        return self._fields(["sort"])

    @property
    def fields_beside_facets(self):
        return self._fields([*(param for param in self.filters if param != "kind"), "from", "to"])

    @property
    def query(self):
        """The query string that other forms of this list (exports, feeds) are asked with; it may be empty."""
        query = self.address()
        return "" if query == "?" else query

    @property
    def clear_address(self):
        return self.address([*(param for param in self.filters if param != "kind"), "from", "to"])
