"""Search over 10,000 publications with 200,000 PDF pages: answers, catching up, rebuilding, memory.

    HUB_DEMO=1 HUB_VAR=/some/folder python -m benchmarks.search_at_scale [--publications 10000] [--pages 20]

Makes the content once in that folder's database (same words for the same size), then measures through
the public list of publications, without the page cache.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
os.environ.setdefault("SEARCH_FOLLOWS", "0")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from content.searching import catch_up, rebuild  # noqa: E402
from hub.searching import SOURCES  # noqa: E402
from publications.models import File, PageText, Publication, PublicationGroup, PublicationTopic  # noqa: E402
from tests.factories import create_groups, create_topic, yesterday  # noqa: E402

WORDS_ON_A_PAGE = 250
SYLLABLES = [
    "ba",
    "co",
    "di",
    "fen",
    "gra",
    "hu",
    "lo",
    "mi",
    "nor",
    "pe",
    "qua",
    "ri",
    "sto",
    "tu",
    "ver",
    "wy",
]
ROUNDS = 100


def vocabulary(size, dice):
    """Return made-up words, the first the commonest."""
    words = {}
    while len(words) < size:
        words["".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4)))] = None
    return list(words)


class Writer:
    """Writes text whose words are as unevenly common as in a language (Zipf)."""

    def __init__(self, size=30_000):
        self.dice = random.Random(7)
        self.words = vocabulary(size, self.dice)
        weights, total = [], 0.0
        for rank in range(1, size + 1):
            total += 1 / rank
            weights.append(total)
        self.weights = weights

    def text(self, words):
        return " ".join(self.dice.choices(self.words, cum_weights=self.weights, k=words))


def make(publications, pages):
    """Fill an empty database."""
    writer, groups = Writer(), create_groups()
    topics = [create_topic(name=f"topic number {n}", slug=f"topic-{n}") for n in range(30)]
    types = Publication.Type.values
    for start in range(0, publications, 500):
        numbers = range(start, min(start + 500, publications))
        rows = Publication.objects.bulk_create(
            Publication(
                title=writer.text(6).capitalize(),
                slug=f"publication-{n}",
                type=types[n % len(types)],
                issued=str(1990 + n % 36),
                abstract=writer.text(80),
                published_at=yesterday(),
                changed_at=yesterday(),
            )
            for n in numbers
        )
        PublicationGroup.objects.bulk_create(
            PublicationGroup(content_object=row, tag=groups[row.pk % 6]) for row in rows
        )
        PublicationTopic.objects.bulk_create(
            PublicationTopic(content_object=row, tag=topics[row.pk % 30]) for row in rows
        )
        files = File.objects.bulk_create(
            File(
                publication=row,
                name=row.slug,
                file="none.pdf",
                sha256=row.slug,
                pages=pages,
                state=File.State.OK,
            )
            for row in rows
        )
        PageText.objects.bulk_create(
            PageText(file=file, number=number, text=writer.text(WORDS_ON_A_PAGE))
            for file in files
            for number in range(1, pages + 1)
        )
    return writer


def queries(writer):
    """Return {name: [text]}: words in few items, in some, in nearly all; phrases; questions; no words."""
    words, dice = writer.words, random.Random(11)
    return {
        "rare word": [words[-n] for n in range(1, ROUNDS + 1)],
        "medium word": [words[2_000 + 37 * n] for n in range(ROUNDS)],
        "common word": [words[n] for n in range(ROUNDS)],
        "three words": [" ".join(dice.sample(words[:3_000], 3)) for _ in range(ROUNDS)],
        "question of 16 words": [writer.text(16) for _ in range(ROUNDS)],
        "phrase of common words": [f'"{words[n]} {words[n + 1]}"' for n in range(ROUNDS)],
        "nothing": ["" for _ in range(ROUNDS)],
        "misspelt word": [words[3_000 + n][:-1] + "zq" for n in range(ROUNDS)],
        "three words, narrowed": [" ".join(dice.sample(words[:3_000], 3)) for _ in range(ROUNDS)],
    }


def measure_answers(writer):
    client, address = Client(headers={"host": "localhost"}), reverse("publications:list")
    client.get(address, {"q": writer.words[5]})  # opens the index
    client.get(address, {"q": "zzqqzz"})  # reads the vocabulary
    for name, texts in queries(writer).items():
        times, used = [], time.process_time()
        for text in texts:
            asked = {"q": text} | ({"type": "guide", "from": "2000"} if "narrowed" in name else {})
            start = time.perf_counter()
            response = client.get(address, asked)
            times.append((time.perf_counter() - start) * 1000)
        used = (time.process_time() - used) / len(texts) * 1000
        middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        total = response.context["listing"].total
        print(
            f"{name:24} median {middle:6.1f} ms, p95 {high:6.1f}, processor {used:5.1f}; total {total:,}",
            flush=True,
        )


def measure_catching_up(times=10):
    """How long until a changed item is searchable: the position is written when it is."""
    took, written = [], 0
    for number in range(times):
        one = Publication.objects.order_by("?").values("pk")[:1]
        Publication.objects.filter(pk__in=list(one.values_list("pk", flat=True))).update(
            subtitle=f"Edit {number}"
        )
        start = time.time()
        written += catch_up(SOURCES).written
        took.append((settings.SEARCH_DIR / "current" / "position.json").stat().st_mtime - start)
    middle, slowest = statistics.median(took), max(took)
    print(
        f"catching up {written} items one by one: median {middle:.2f} s, slowest {slowest:.2f} s", flush=True
    )


def memory():
    """Return (MiB of its own, MiB resident) of this process: the index's files are shared and can go."""
    with open("/proc/self/smaps_rollup") as lines:
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB\n")}
    return sizes["Private_Dirty"] // 1024, sizes["Rss"] // 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--only-answers", action="store_true", help="the index is there already")
    options = parser.parse_args()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if Publication.objects.exists():
        writer = Writer()
    else:
        start = time.perf_counter()
        writer = make(options.publications, options.pages)
        print(
            f"made {options.publications:,} publications in {time.perf_counter() - start:.0f} s", flush=True
        )
    if not options.only_answers:
        measure_rebuilding()
        measure_catching_up()
        subprocess.run([sys.executable, "-m", __spec__.name, "--only-answers"], check=True)
    else:
        measure_in_a_worker(writer)


def measure_rebuilding():
    start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    rebuild(SOURCES)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - used
    print(f"rebuilt in {time.perf_counter() - start:.0f} s ({used:.0f} s of processor)", flush=True)


def measure_in_a_worker(writer):
    before = memory()[0]
    measure_answers(writer)
    own, resident = memory()
    print(f"memory of a worker: +{own - before} MiB of its own, {resident} MiB resident with shared files")


if __name__ == "__main__":
    main()
