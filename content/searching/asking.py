"""The query language: words, "phrases", -without, title: author: publisher: year:2013..2015, OR.

Whatever is none of these is taken literally, so that no text can be wrong.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import tantivy

from content.searching.schema import plain_words, schema, stems
from content.searching.spelling import variants

MAX_CHARACTERS = 1_000  # of a question; the rest is not looked at, and the page says so
MAX_CLAUSES = 64
FIELDS = ("title", "author", "publisher")
TITLE_BONUS = AUTHOR_BONUS = 0.3  # measured: benchmarks/relevance

TOKEN = re.compile(
    r'(?P<minus>-)?(?:(?P<field>title|author|publisher|year):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))',
    re.IGNORECASE,
)
YEARS = re.compile(r"(\d{4})?(\.\.)?(\d{4})?\Z")
QUOTES = str.maketrans("“”„«»\x00", '""""" ')


class Clause(NamedTuple):
    """Words next to each other (a phrase) or one word, wanted in a field or anywhere."""

    words: tuple[str, ...]
    field: str = "all"
    phrase: bool = False
    years: tuple[int | None, int | None] | None = None

    def query(self, index="items"):
        """Return the engine's query for this clause."""
        where = schema(index)
        if self.years:
            low, high = self.years
            kind = tantivy.FieldType.Integer
            return tantivy.Query.range_query(where, "year", kind, lower_bound=low, upper_bound=high)
        name = "text" if index == "pages" else self.field
        terms = [term for word in self.words for term in stems(word)]
        if self.phrase and len(terms) > 1:
            return tantivy.Query.phrase_query(where, name, terms)
        return word_query(where, name, self.words[0])


@dataclass
class Question:
    """A text read as the query language: plain words, groups insisted on (any clause of each), never."""

    text: str
    words: list[Clause] = field(default_factory=list)
    must: list[list[Clause]] = field(default_factory=list)
    never: list[Clause] = field(default_factory=list)
    cut: bool = False

    @classmethod
    def read(cls, text):
        """Read any text. Nothing raises."""
        text = " ".join((text or "").encode("utf-8", "replace").decode().translate(QUOTES).split())
        question = cls(text=text[:MAX_CHARACTERS], cut=len(text) > MAX_CHARACTERS)
        joined = False
        for token in TOKEN.finditer(question.text):
            if token[0] == "OR":
                joined = True
                continue
            clauses = _clauses(token)
            if clauses and question.size < MAX_CLAUSES:
                question._take(clauses, token, joined)
            joined = False
        return question

    def _take(self, clauses, token, joined):
        if token["minus"]:
            self.never += clauses
        elif joined and (self.words or self.must):
            last = self.must[-1] if self._last == "must" else [self.words.pop()]
            if self._last != "must":
                self.must.append(last)
            last += clauses
            self._last = "must"
        elif token["field"] or token["phrase"] is not None:
            self.must += [[clause] for clause in clauses]
            self._last = "must"
        else:
            self.words += [clause for clause in clauses if clause not in self.words]
            self._last = "words"

    _last = "words"

    @property
    def size(self):
        return len(self.words) + len(self.must) + len(self.never)

    @property
    def wanted(self):
        """Return every clause that a reader hopes to see marked."""
        return [*self.words, *(clause for group in self.must for clause in group if not clause.years)]

    def query(self, any_words=False):
        """Return the query over items: every plain word, or any of them, and all that was insisted on."""
        must, should = tantivy.Occur.Must, tantivy.Occur.Should
        parts = [(must, one_of([clause.query() for clause in group])) for group in self.must]
        parts += [(tantivy.Occur.MustNot, clause.query()) for clause in self.never]
        words = [clause.query() for clause in self.words]
        if any_words and words:
            parts.append((must, tantivy.Query.boolean_query([(should, word) for word in words])))
        else:
            parts += [(must, word) for word in words]
        if not self.words and not self.must:
            parts.append((must, tantivy.Query.all_query()))
        return tantivy.Query.boolean_query(parts + self._bonuses())

    def _bonuses(self):
        terms = [clause for clause in self.wanted if clause.field == "all"]
        weights = (("title", TITLE_BONUS), ("author", AUTHOR_BONUS))
        return [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(Clause(words=(word,), field=name).query(), bonus),
            )
            for name, bonus in weights
            for clause in terms
            for word in clause.words
        ]

    def passage_query(self, index, name):
        """Return a query in one field for any of the words, to find and cut passages by."""
        words = [word for clause in self.wanted for word in clause.words]
        queries = [word_query(schema(index), name, word) for word in words]
        return one_of(queries) if queries else None


def one_of(queries):
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def word_query(where, name, word):
    """Return the query for one word in whichever spelling a document has it."""
    spellings = dict.fromkeys(term for form in (word, *variants(word)) for term in stems(form))
    terms = [tantivy.Query.term_query(where, name, term) for term in spellings]
    return terms[0] if len(terms) == 1 else tantivy.Query.disjunction_max_query(terms)


def _clauses(token):
    name = (token["field"] or "all").lower()
    if name == "year":
        years = _years(token["word"] or token["phrase"])
        return [Clause(words=(), field="year", years=years)] if years else _words(token[0].lstrip("-"), "all")
    if token["phrase"] is not None:
        words = tuple(plain_words(token["phrase"]))
        return [Clause(words=words, field=name, phrase=len(words) > 1)] if words else []
    return _words(token["word"], name)


def _words(text, name):
    return [Clause(words=(word,), field=name) for word in plain_words(text) if stems(word)]


def _years(text):
    """Return (2013, 2015) for 2013..2015, (2013, 2013) for 2013, with None for an open end; or None."""
    match = YEARS.match(text)
    if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        return None
    low, high = (int(year) if year else None for year in (match[1], match[3]))
    return (low, high) if match[2] else (low or high, low or high)
