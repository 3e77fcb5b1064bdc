"""nDCG@10 and Recall@100 of the public search on a collection in TREC form.

    python -m benchmarks.relevance [FOLDER]

FOLDER has *.trec files, queries.tsv (or topics) and qrels.txt; without one, the small collection made for
the repository is taken. The documents become publications in a database of their own; every query is asked
of the list of publications as a reader would; and of the engine directly, as a check on all between.
"""

import argparse
import os
import time
from pathlib import Path
from statistics import mean

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # a database of its own, gone afterwards

import django

django.setup()

import tantivy  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.relevance import trec  # noqa: E402
from content.searching import catch_up  # noqa: E402
from content.searching.schema import analyzers  # noqa: E402
from hub.searching import SOURCES  # noqa: E402
from publications.models import Publication  # noqa: E402

HERE = Path(__file__).parent
PAGE = 20


def load(texts):
    """Make a publication of each document; return {pk: document number}."""
    numbers, batch = {}, []
    for count, text in enumerate(texts, start=1):
        batch.append(publication(count, text))
        numbers[count] = text.number
        if len(batch) == 500:
            Publication.objects.bulk_create(batch)
            batch = []
    Publication.objects.bulk_create(batch)
    return numbers


def publication(pk, text):
    kind, now = Publication.Type.REPORT, timezone.now()
    fields = {"title": text.title[:300], "slug": f"document-{pk}", "abstract": text.text}
    return Publication(pk=pk, type=kind, published_at=now, **fields)


def ask_the_list(client, query, numbers):
    """Return the document numbers of the first five pages that a reader sees."""
    found = []
    for page in range(1, 6):
        response = client.get(reverse("publications:list"), {"q": query, "page": page})
        listing = response.context["listing"]
        found += [numbers[hit.pk] for hit in listing.items]
        if page >= listing.page.paginator.num_pages:
            break
    return found


class Engine:
    """tantivy with nothing of ours around it: one field with everything, and the title a little more."""

    def __init__(self, texts):
        builder = tantivy.SchemaBuilder()
        for field in ("all", "title"):
            builder.add_text_field(field, tokenizer_name="english")
        builder.add_text_field("number", stored=True, tokenizer_name="raw")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        self.index.register_tokenizer("english", analyzers()["english"])
        writer = self.index.writer()
        for text in texts:
            body = f"{text.title}\n{text.text}\nResearch report\nEnglish"
            writer.add_document(tantivy.Document(all=[body], title=[text.title], number=[text.number]))
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, query):
        terms = list(dict.fromkeys(analyzers()["english"].analyze(query)))
        every, some = tantivy.Occur.Must, tantivy.Occur.Should
        for occur in (every, some):
            parts = [(occur, tantivy.Query.term_query(self.schema, "all", term)) for term in terms]
            found = tantivy.Query.boolean_query(parts)
            if occur is every and self.searcher.search(found, 1).count >= PAGE:
                break
        titles = [tantivy.Query.term_query(self.schema, "title", term) for term in terms]
        bonus = [(some, tantivy.Query.boost_query(title, 0.3)) for title in titles]
        asked = tantivy.Query.boolean_query([(every, found), *bonus])
        hits = self.searcher.search(asked, 100).hits
        return [self.searcher.doc(address)["number"][0] for _, address in hits]


def figures(name, ask, asked, judged):
    """Print and return the mean nDCG@10 over the judged queries."""
    rankings, times = {}, []
    for number in judged:
        start = time.perf_counter()
        rankings[number] = ask(asked[number])
        times.append(time.perf_counter() - start)
    gain = mean(trec.ndcg(rankings[number], grades) for number, grades in judged.items())
    share = mean(trec.recall(rankings[number], grades) for number, grades in judged.items())
    print(f"{name:18} nDCG@10 {gain:.4f}   Recall@100 {share:.4f}   {1000 * mean(times):6.1f} ms a query")
    return gain


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE / "collection")
    folder = parser.parse_args().folder
    setup_test_environment()
    call_command("migrate", verbosity=0)
    texts = list(trec.documents(folder))
    numbers = load(texts)
    catch_up(SOURCES, thorough=True)
    asked = trec.queries(folder)
    judged = {number: grades for number, grades in trec.judgements(folder).items() if number in asked}
    print(f"{len(texts):,} documents, {len(judged):,} judged queries")
    client, engine = Client(), Engine(texts)
    ours = figures("the public search", lambda text: ask_the_list(client, text, numbers), asked, judged)
    direct = figures("tantivy directly", engine.ask, asked, judged)
    print(f"difference {ours - direct:+.4f}")


if __name__ == "__main__":
    main()
