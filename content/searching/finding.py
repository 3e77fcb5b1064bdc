"""Asking the index: hits with passages, totals, counts for facets, corrections, suggestions."""

import json
import time

import tantivy

from content.searching import store
from content.searching.asking import Question
from content.searching.marking import from_ranges
from content.searching.results import Passage, Results, hit_of
from content.searching.schema import plain_words, schema, stems
from content.searching.spelling import Vocabulary, replaced, variants

PAGE_SIZE = 20
MAX_PAGE = 500
PASSAGES = 2  # of one item
PASSAGE_CHARACTERS = 220
SORTS = {
    "newest": ("issued", tantivy.Order.Desc),
    "oldest": ("issued", tantivy.Order.Asc),
    "latest": ("published", tantivy.Order.Desc),
    "title": ("title_order", tantivy.Order.Asc),
}


def search(
    text,
    *,
    filters=None,
    years=None,
    sort="best",
    page=1,
    size=PAGE_SIZE,
    counts=(),
    hidden=(),
    passages=True,
    exact=False,
):
    """Return Results for a text in the query language; raise store.UnavailableError without an index.

    `filters` is {facet: [values]} (any of a facet's values, all facets; `kind` is one), `years`
    (from, to) with None for open, `sort` best, newest, oldest, latest (published) or title, `counts` the
    facets to count (`kind` and `year` too), `hidden` the keys of items that must not be found, `passages`
    whether to cut them. `exact` finds only what was asked for: no other spelling, no fewer words.
    """
    reader = store.reader()
    try:
        asked = _Search(reader, filters or {}, years, hidden)
        return asked.run(text, sort, page, size, counts, passages, exact)
    except ValueError as error:  # queries are built, not parsed: only a damaged index raises
        store.suspect()
        raise store.UnavailableError("The search index could not be read.") from error


def suggest(text, *, kinds=(), limit=8):
    """Return up to `limit` (kind, title, url) whose titles have all the words, the last as a beginning."""
    words = plain_words(text[:100])
    if not words or not "".join(words):
        return []
    reader = store.reader()
    filters = {"kind": list(kinds)} if kinds else {}
    where, must = schema("items"), tantivy.Occur.Must
    parts = [(must, tantivy.Query.term_query(where, "name", word)) for word in words[:-1]]
    parts.append((must, tantivy.Query.regex_query(where, "name", f"{words[-1]}.*")))
    parts += _Search(reader, filters, None, ()).clauses()
    searcher = reader.items.searcher()
    found = searcher.search(tantivy.Query.boolean_query(parts), limit, count=False)
    hits = [searcher.doc(address) for _, address in found.hits]
    return [(hit["kind"][0], *json.loads(hit["shown"][0])[:2]) for hit in hits]


class _Search:
    """One question to one copy of the index."""

    def __init__(self, reader, filters, years, hidden):
        self.reader, self.filters, self.years, self.hidden = reader, filters, years, hidden
        self.searcher = reader.items.searcher()

    def run(self, text, sort, page, size, counts, passages, exact):
        question = Question.read(text)
        corrected = "" if exact else self._corrected(question)
        if corrected:
            question = Question.read(corrected)
        any_words = not exact and self._needs_any_words(question, sort)
        asked = question.query(any_words)
        found = self._find(self._with(asked, self.clauses()), sort, min(page, MAX_PAGE), size)
        results = Results(question, [], found.count, any_words, corrected)
        results.hits = self._hits(found, question if passages else Question.read(""))
        results.counts = self._counts(asked, counts)
        return results

    def clauses(self, without=None):
        """Return the clauses that decide visibility and filters, none of which scores."""
        where, must = schema("items"), tantivy.Occur.Must
        now, kind = int(time.time()), tantivy.FieldType.Integer
        wanted = [tantivy.Query.range_query(where, "published", kind, upper_bound=now)]
        wanted += [
            tantivy.Query.range_query(where, name, kind, lower_bound=now, include_lower=False)
            for name in ("withdrawn", "removed")
        ]
        for name, values in self.filters.items():
            if name != without and values:
                wanted.append(tantivy.Query.term_set_query(where, name, list(values)))
        if self.years and without != "year":
            low, high = self.years
            wanted.append(tantivy.Query.range_query(where, "year", kind, lower_bound=low, upper_bound=high))
        clauses = [(must, tantivy.Query.const_score_query(query, 0.0)) for query in wanted]
        if self.hidden:
            clauses.append(
                (tantivy.Occur.MustNot, tantivy.Query.term_set_query(where, "key", list(self.hidden)))
            )
        return clauses

    def _with(self, asked, clauses):
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), *clauses])

    def _needs_any_words(self, question, sort):
        """All words when they fill a page, else any; in an order of its own, any only when all find none."""
        if len(question.words) < 2:
            return False
        kinds = {"kind": self.filters.get("kind")}
        everything = _Search(self.reader, kinds, None, self.hidden).clauses()
        found = self.searcher.search(self._with(question.query(), everything), 1).count
        return found < (PAGE_SIZE if sort not in SORTS else 1)

    def _find(self, query, sort, page, size):
        field_name, order = SORTS.get(sort, (None, tantivy.Order.Desc))
        offset = (page - 1) * size
        return self.searcher.search(
            query, max(size, 1), offset=offset, order_by_field=field_name, order=order
        )

    def _counts(self, asked, names):
        """Count every facet under all filters but its own; those without a filter share one pass."""
        free = [name for name in names if not (self.years if name == "year" else self.filters.get(name))]
        passes = [(free, None)] if free else []
        passes += [([name], name) for name in names if name not in free]
        counts = {}
        for together, without in passes:
            sizes = {name: {"terms": {"field": name, "size": 200}} for name in together}
            answer = self.searcher.aggregate(self._with(asked, self.clauses(without)), sizes)
            for name in together:
                counts[name] = {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
        return counts

    def _corrected(self, question):
        """Return the text with unknown words exchanged for their nearest known ones, or nothing."""
        unknown = {word for clause in question.wanted for word in clause.words if not self._knows(word)}
        if not unknown:
            return ""
        if self.reader.vocabulary is None:
            self.reader.vocabulary = Vocabulary(self.searcher.terms_with_prefix("word", ""))
        near = {word: self.reader.vocabulary.nearest(word) for word in unknown}
        near = {word: other for word, other in near.items() if other}
        return replaced(question.text, near, plain_words) if near else ""

    def _knows(self, word):
        spellings = (term for form in (word, *variants(word)) for term in stems(form))
        return any(self.searcher.doc_freq("all", term) for term in spellings)

    def _hits(self, found, question):
        own = _cutter(self.reader.items, "items", "summary", question)
        pages = _cutter(self.reader.pages, "pages", "text", question)
        hits = []
        for _, address in found.hits:
            document = self.searcher.doc(address)
            hit = hit_of(document, question)
            hit.passages = self._page_passages(document["key"][0], question, pages) if pages else []
            if not hit.passages and own:
                hit.passages = _cut(own, document)
            hits.append(hit)
        return hits

    def _page_passages(self, key, question, cutter):
        where, searcher = schema("pages"), self.reader.pages.searcher()
        joined = tantivy.Query.const_score_query(tantivy.Query.term_query(where, "item", key), 0.0)
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, joined), (tantivy.Occur.Must, question.passage_query("pages", "text"))]
        )
        passages = []
        for _, address in searcher.search(query, PASSAGES, count=False).hits:
            page = searcher.doc(address)
            passages += _cut(cutter, page, page["number"][0])
        return passages


def _cutter(index, name, field_name, question):
    query = question.passage_query(name, field_name)
    if query is None:
        return None
    cutter = tantivy.SnippetGenerator.create(index.searcher(), query, schema(name), field_name)
    cutter.set_max_num_chars(PASSAGE_CHARACTERS)
    return cutter


def _cut(cutter, document, number=None):
    snippet = cutter.snippet_from_doc(document)
    ranges = [(each.start, each.end) for each in snippet.highlighted()]
    return [Passage(from_ranges(snippet.fragment(), ranges), number)] if ranges else []
