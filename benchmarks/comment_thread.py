"""What a long thread costs: the same article with 50 and with 500 comments, in three levels.

    python -m benchmarks.comment_thread

Makes a database of its own, asks for each page in turns, and prints processor time and queries.
"""

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from tests.factories import create_article, create_comment, create_groups  # noqa: E402

ROUNDS = 60


def thread(roots, answers):
    """Return an article with so many top-level comments, each with a reply that has so many replies."""
    article, groups = create_article(), create_groups()
    for n in range(roots):
        first = create_comment(article, group=groups[n % 6], comment="A few words. " * 20)
        second = create_comment(answers=first, group=groups[(n + 1) % 6], comment="A few words. " * 20)
        for _ in range(answers):
            create_comment(answers=second, comment="A few words. " * 20)
    return article


def measure(pages):
    """Return for each page the median milliseconds of processor time, asked in turns."""
    client, times = Client(), {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, article in pages.items():
            started = time.process_time()
            client.get(article.get_absolute_url())
            times[name].append((time.process_time() - started) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def main():
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    pages = {0: create_article(), 50: thread(5, 8), 500: thread(50, 8)}
    medians = measure(pages)
    for count, article in pages.items():
        with CaptureQueriesContext(connection) as queries:
            response = Client().get(article.get_absolute_url())
        of_thread = sum("comments_" in query["sql"] for query in queries)
        shown = response.text.count('<li id="comment-')
        print(
            f"{count:4} comments: {medians[count]:6.2f} ms, {len(queries)} queries ({of_thread} for"
            f" comments), {len(response.content) / 1024:.0f} KiB, {shown} on the page"
        )
    print(f"500 against 50: {medians[500] / medians[50]:.2f} times")


if __name__ == "__main__":
    main()
