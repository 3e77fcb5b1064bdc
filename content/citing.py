"""Citations from plain values: BibTeX, RIS, CSL-JSON, and Harvard as in “Cite them right”."""

import json
import re
import unicodedata
from typing import NamedTuple

from django.utils import dateformat

BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


class Name(NamedTuple):
    """An author: a person by family and given name, or a body by `family` alone."""

    family: str
    given: str = ""
    is_body: bool = False

    @property
    def family_first(self):
        """“Family, Given”, as catalogues write people; a body's name as it is."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def initials(self):
        """“Family, G.”: every word of the given name, and each half of Anne-Marie, by its letter."""
        letters = "".join(f"{part[0]}." for part in re.split(r"[\s.\-]+", self.given) if part)
        return f"{self.family}, {letters}" if letters else self.family


class Work(NamedTuple):
    """What a citation says. `issued` is a partial date (2015, 2015-10), `url` the address that lasts."""

    id: str
    title: str
    url: str
    subtitle: str = ""
    type: str = "report"  # or "article"
    genre: str = "Report"  # in a word, as the site says it
    authors: tuple[Name, ...] = ()
    publisher: str = ""
    issued: str = ""
    doi: str = ""
    isbn: str = ""
    series: str = ""
    number: str = ""
    abstract: str = ""
    language: str = "en"
    keywords: tuple[str, ...] = ()
    pdf_url: str = ""
    as_asked: str = ""  # the words its makers ask to be cited in

    @property
    def full_title(self):
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def year(self):
        return self.issued[:4]

    @property
    def makers(self):
        """The authors, or the publisher where no author is named."""
        return self.authors or ((Name(self.publisher, is_body=True),) if self.publisher else ())

    @property
    def key(self):
        """A key that stays: first author, year, our number."""
        first = self.makers[0].family if self.makers else "anon"
        plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
        return f"{re.sub(r'[^a-z]', '', plain.lower())[:20] or 'anon'}{self.year}-{self.id}"


def bibtex(works):
    """Return BibTeX for works: @techreport or @article, one field a line, special characters escaped."""
    return "\n".join(_bibtex_entry(work) for work in works)


def _bibtex_entry(work):
    is_article = work.type == "article"
    makers = [f"{{{_bib(name.family)}}}" if name.is_body else _bib(name.family_first) for name in work.makers]
    fields = {
        "author": " and ".join(makers),
        "title": f"{{{_bib(work.full_title)}}}",
        "journal" if is_article else "institution": _bib(work.publisher),
        "year": work.year,
        "month": work.issued[5:7].lstrip("0"),
        "type": "" if is_article else _bib(work.genre),
        "number": _bib(" ".join(filter(None, [work.series, work.number]))),
        "doi": _bib(work.doi),
        "isbn": _bib(work.isbn),
        "url": work.url.replace("%", r"\%").replace("#", r"\#"),
        "keywords": _bib(", ".join(work.keywords)),
        "language": work.language,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{'article' if is_article else 'techreport'}{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def _bib(text):
    return "".join(BIBTEX_SPECIAL.get(letter, letter) for letter in _line(text))


def ris(works):
    """Return RIS for works, with CRLF ends: first TY, last ER, one line for each author and keyword."""
    return "".join(f"{tag}  - {value}\r\n" for work in works for tag, value in _ris_lines(work))


def _ris_lines(work):
    is_article = work.type == "article"
    year, month, day = (*work.issued.split("-"), "", "", "")[:3]
    lines = [("TY", "JOUR" if is_article else "RPRT"), ("ID", work.key), ("TI", work.full_title)]
    lines += [("AU", name.family_first) for name in work.makers]
    lines += [("PY", year), ("DA", f"{year}/{month}/{day}/" if year else "")]
    lines += [("T2" if is_article else "PB", work.publisher), ("T3", work.series), ("M1", work.number)]
    lines += [
        ("DO", work.doi),
        ("SN", work.isbn),
        ("LA", work.language),
        ("UR", work.url),
        ("L1", work.pdf_url),
    ]
    lines += [("AB", work.abstract), *(("KW", word) for word in work.keywords)]
    return [(tag, _line(value)) for tag, value in lines if value] + [("ER", "")]


def csl(work):
    """Return a work as a CSL-JSON item (a dict)."""
    authors = [
        {"literal": name.family}
        if name.is_body or not name.given
        else {"family": name.family, "given": name.given}
        for name in work.makers
    ]
    issued = {"date-parts": [[int(part) for part in work.issued.split("-")]]} if work.issued else None
    is_article = work.type == "article"
    item = {
        "id": work.key,
        "type": "article-journal" if is_article else "report",
        "title": work.full_title,
        "author": authors,
        "issued": issued,
        "container-title" if is_article else "publisher": work.publisher,
        "genre": "" if is_article else work.genre,
        "collection-title": work.series,
        "number": work.number,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "URL": work.url,
        "language": work.language,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
    }
    return {name: value for name, value in item.items() if value}


def csl_json(works):
    """Return CSL-JSON text: a list of items."""
    return json.dumps([csl(work) for work in works], ensure_ascii=False, indent=1)


def harvard(work, accessed=None):
    """Return [(text, is the title)]: a reference in Harvard style, whose title is set in italics.

    `accessed` is the day on which the reader looks at it. What the makers ask for goes before our own.
    """
    if work.as_asked:
        return [(work.as_asked, False)]
    before = f"{_joined([name.family if name.is_body else name.initials for name in work.makers])} "
    year = f"({work.year or 'no date'}) "
    after = f". {work.publisher}" if work.publisher and work.authors else ""
    series = ", ".join(filter(None, [work.series, work.number]))
    after += f". {series}" if series else ""
    where = f"https://doi.org/{work.doi}" if work.doi else work.url
    seen = f" (Accessed: {dateformat.format(accessed, 'j F Y')})" if accessed and not work.doi else ""
    parts = [(f"{before.lstrip()}{year}", False), (work.full_title, True)]
    return [*parts, (f"{after.rstrip('.')}. Available at: {where}{seen}.", False)]


def harvard_text(work, accessed=None):
    """Return the same reference as plain text."""
    return "".join(text for text, _ in harvard(work, accessed))


def harvard_list(works):
    """Return the references of works as plain text, a line for each."""
    return "".join(f"{harvard_text(work)}\n" for work in works)


def _joined(names):
    """Return “A, B and C”; of four or more, “A et al.”."""
    if len(names) > 3:
        return f"{names[0]} et al."
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _line(text):
    """Return text on one line, without control characters that would end a field."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
