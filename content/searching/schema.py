"""The fields of the two indexes, items and pages, and how words become terms."""

import functools

import tantivy

VERSION = 2  # raise it when a field changes: folders of another version are rebuilt
FACETS = ("type", "group", "topic", "programme", "place", "region", "organisation", "language", "file")


@functools.cache
def schema(name):
    """Return the schema of the items or of the pages."""
    return _items() if name == "items" else _pages()


def _items():
    """One document an item. Ranked on `all`, which holds everything, with a bonus for title and author."""
    builder = tantivy.SchemaBuilder()
    for field in ("key", "kind"):
        builder.add_text_field(
            field, stored=True, fast=field == "kind", tokenizer_name="raw", index_option="basic"
        )
    for field in ("all", "title", "author", "publisher"):
        builder.add_text_field(field, tokenizer_name="english")
    builder.add_text_field("summary", stored=True, tokenizer_name="english")
    for field in ("word", "name"):  # as written, for spelling and for suggestions
        builder.add_text_field(field, tokenizer_name="plain", index_option="basic")
    for field in FACETS:
        builder.add_text_field(field, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for field in ("pk", "version", "year", "published", "withdrawn", "removed"):
        builder.add_integer_field(field, stored=field == "pk", fast=True, indexed=True)
    for field in ("issued", "title_order"):
        builder.add_text_field(field, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _pages():
    """One document a page of a file, joined to its item by the item's key."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("item", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="english")
    builder.add_integer_field("number", stored=True)
    return builder.build()


def _analyzer(*filters):
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in (
        tantivy.Filter.remove_long(60),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        *filters,
    ):
        builder = builder.filter(each)
    return builder.build()


@functools.cache
def analyzers():
    """Return both analysers: `english` stems, `plain` does not; both fold case and accents."""
    return {"english": _analyzer(tantivy.Filter.stemmer("English")), "plain": _analyzer()}


def plain_words(text):
    """Return the words of a text in lower case without accents."""
    return analyzers()["plain"].analyze(text)


@functools.lru_cache(maxsize=20_000)
def stems(word):
    """Return the terms of one word: usually one, none for punctuation, two for “co-production”."""
    return tuple(analyzers()["english"].analyze(word))


def open_index(path, name, create=False):
    """Open an index folder; raise ValueError when it is missing, damaged or of another version."""
    if create:
        path.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(schema(name), path=str(path))
    else:
        index = tantivy.Index.open(str(path))
    for key, analyzer in analyzers().items():
        index.register_tokenizer(key, analyzer)
    index.config_reader("manual")
    index.reload()
    return index
