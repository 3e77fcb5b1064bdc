"""Keeping up: the index reads what changed since its own last position. Nobody tells it anything.

Every row has a version (its `changed_at`); the index keeps the version that it has read. Catching
up compares the two for rows past the last position, some minutes overlapping, so that a transaction
that commits late is seen. Doing a row twice is harmless: it is deleted and added in one commit.
"""

import json
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import tantivy
from django.utils import timezone

from content.caching import forget_cached_pages
from content.searching import store
from content.searching.documents import NEVER, seconds
from content.searching.schema import open_index, schema

OVERLAP = timedelta(minutes=15)
COMMIT_AFTER = 4_000  # documents; a killed run repeats at most these
SMALL_HEAP, LARGE_HEAP = 15_000_000, 60_000_000
MAX_SUMMARY = 5_000  # characters in which a passage is looked for


@dataclass
class Progress:
    """How far a run came: items written and removed, whether all is done, whether another process writes."""

    written: int = 0
    removed: int = 0
    done: bool = False
    busy: bool = False


def catch_up(sources, *, thorough=False, within=None, wait=True, tell=None):
    """Bring the live index up to the database's clock and return a Progress.

    `thorough` compares every row and finds rows deleted behind our back; `within` seconds is the
    most it may take (the rest is done next time); `wait=False` gives up when another process
    writes; `tell(kind, done, of)` hears of progress. Without a sound index, one is made beside and
    swapped in when whole.
    """
    deadline = time.monotonic() + within if within else None
    with store.writing(wait) as mine:
        if not mine:
            return Progress(busy=True)
        if store.is_sound():
            return _Follower(store.current(), sources, deadline, tell).run(thorough)
        return _build(sources, deadline, tell)


def keep_up(sources, moment):
    """Have the live index know everything up to a moment; at once when it does already."""
    try:
        read = [store.position(source.kind) for source in sources]
    except store.UnavailableError:
        read = [None]
    if not all(position and position >= moment for position in read):
        catch_up(sources)


def rebuild(sources, *, tell=None):
    """Make a new index from nothing beside the live one, and swap it in. Search answers throughout."""
    with store.writing(wait=True):
        shutil.rmtree(store.folder() / "building", ignore_errors=True)
        return _build(sources, None, tell)


def _build(sources, deadline, tell):
    path = store.folder() / "building"
    try:
        follower = _Follower(path, sources, deadline, tell, create=True)
    except ValueError:  # left damaged by a kill
        shutil.rmtree(path)
        follower = _Follower(path, sources, deadline, tell, create=True)
    progress = follower.run(thorough=True)
    if progress.done:
        store.swap_in(path)
        forget_cached_pages()
        (store.folder() / "suspect").unlink(missing_ok=True)
    return progress


def hidden_since_read(sources, limit=5_000):
    """Return the keys of rows that the index may still hold, though lists no longer offer them; one query.

    With it a list forgets an item at once; raises store.UnavailableError without an index.
    """
    positions = [(source, store.position(source.kind)) for source in sources if source.clock]
    rows = [source.hidden_since(position - OVERLAP) for source, position in positions if position]
    return (
        [f"{kind}:{pk}" for kind, pk in rows[0].union(*rows[1:], all=True).order_by()[:limit]] if rows else []
    )


class _Follower:
    """One run over one copy of the index."""

    def __init__(self, path, sources, deadline, tell, create=False):
        self.path, self.sources, self.deadline, self.tell = path, sources, deadline, tell
        self.items = open_index(path / "items", "items", create)
        self.pages = open_index(path / "pages", "pages", create)
        self.heap = LARGE_HEAP if deadline is None else SMALL_HEAP
        self.writers = None
        self.progress = Progress()
        self.uncommitted = 0

    def run(self, thorough):
        kinds = dict(store.read_position(self.path).get("kinds", {}))
        for source in self.sources:
            started = timezone.now()
            since = (
                None if thorough or source.kind not in kinds else datetime.fromisoformat(kinds[source.kind])
            )
            if not self._follow(source, since and since - OVERLAP):
                break
            kinds[source.kind] = started.isoformat()
        else:
            self.progress.done = True
        self._commit()
        store.write_position(self.path, kinds)
        if self.progress.written or self.progress.removed:
            forget_cached_pages()  # they show what the index said before
        for writer in self.writers or ():
            writer.wait_merging_threads()  # searchable already; this only tidies the files
        return self.progress

    def _follow(self, source, since):
        """Index the rows of one kind whose version differs; return False when time ran out."""
        versions, known = source.versions(since), self._known(source.kind)
        changed = [pk for pk, version in versions.items() if known.get(pk) != version]
        for pk in known.keys() - versions.keys() if since is None or not source.clock else ():
            self._remove(source.kind, pk)
            self.progress.removed += 1
        for start in range(0, len(changed), 100):
            batch = changed[start : start + 100]
            rows = {row.pk: row for row in source.rows().filter(pk__in=batch)}
            for done, pk in enumerate(batch, start + 1):
                if self.deadline and time.monotonic() > self.deadline:
                    return False
                self._remove(source.kind, pk)
                if pk in rows and versions[pk] is not None:
                    self._add(source, rows[pk], versions[pk])
                if self.tell:
                    self.tell(source.kind, done, len(changed))
        return True

    def _known(self, kind):
        """Return {pk: version} of what the index holds of a kind."""
        searcher = self.items.searcher()
        query = tantivy.Query.term_query(schema("items"), "kind", kind)
        if not searcher.num_docs:
            return {}
        addresses = [address for _, address in searcher.search(query, searcher.num_docs, count=False).hits]
        values = (searcher.fast_field_values(field, addresses) for field in ("pk", "version"))
        return dict(zip(*values, strict=True))

    def _write(self):
        if self.writers is None:
            self.writers = [index.writer(self.heap, 1) for index in (self.items, self.pages)]
        return self.writers

    def _remove(self, kind, pk):
        items, pages = self._write()
        items.delete_documents_by_term("key", f"{kind}:{pk}")
        pages.delete_documents_by_term("item", f"{kind}:{pk}")

    def _add(self, source, row, version):
        items, pages = self._write()
        document, key = source.document(row), f"{source.kind}:{row.pk}"
        item = _item(source.kind, row, document, version)
        for page in document.pages:
            text = _clean(page.text)
            _add_text(item, text, "all", "word")
            pages.add_document(tantivy.Document(item=[key], text=[text], number=[page.number]))
            self.uncommitted += 1
        items.add_document(item)
        self.progress.written += 1
        self.uncommitted += 1
        if self.uncommitted >= COMMIT_AFTER:
            self._commit()

    def _commit(self):
        """Pages first: the item's version is the mark that both were written."""
        if self.writers:
            items, pages = self.writers
            pages.commit()
            items.commit()
        self.uncommitted = 0


def _item(kind, row, document, version):
    item = tantivy.Document()
    for name, value in (("key", f"{kind}:{row.pk}"), ("kind", kind), ("issued", document.issued)):
        item.add_text(name, value)
    title, summary = _clean(document.title), _clean(document.summary)
    item.add_text("title_order", " ".join(title.casefold().split())[:100])
    shown = [title, document.url, document.label, document.page_count, document.beside]
    item.add_text("shown", json.dumps(shown))
    item.add_text("summary", summary[:MAX_SUMMARY])
    _add_text(item, title, "title", "name", "all", "word")
    for author in document.authors:
        _add_text(item, _clean(author), "author", "all", "word")
    _add_text(item, _clean(document.publisher), "publisher", "all", "word")
    _add_text(item, f"{summary}\n{_clean(document.text)}", "all", "word")
    for facet, values in document.facets.items():
        for value in dict.fromkeys(values):
            item.add_text(facet, value)
    numbers = {"pk": row.pk, "version": version, "year": document.year}
    numbers["published"] = seconds(document.published_at, 0)
    numbers["withdrawn"] = seconds(document.withdrawn_at, NEVER)
    numbers["removed"] = seconds(document.removed_at, NEVER)
    for name, value in numbers.items():
        if value is not None:
            item.add_integer(name, value)
    return item


def _add_text(item, text, *fields):
    if text.strip():
        for name in fields:
            item.add_text(name, text)


def _clean(text):
    """Return text without what the engine or a browser cannot take: lone surrogates, NUL."""
    return (text or "").encode("utf-8", "replace").decode().replace("\x00", " ")
