"""A daily run of alerts: 10,000 subscriptions over 500 lists, timed; then killed at random and run again.

    python -m benchmarks.alerts [subscribers] [kills]

Works in a folder of its own. Every subscriber follows two lists and each list has something new, so
each must be written to exactly once. Prints the seconds and the memory of a run that nobody disturbs,
then of one that is killed (SIGKILL) at random points and started again each time.
"""

import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta

import django

OPERATOR = {  # as in real use: mail is queued in the database
    "DJANGO_SETTINGS_MODULE": "hub.settings",
    "HUB_DEMO": "0",
    "LOG_LEVEL": "ERROR",
    "SITE_URL": "http://hub.example.org",
    "SECRET_KEY": "for-measuring-only-" * 4,
    "MAIL_URL": "smtp://127.0.0.1:1",
}
LISTS, ARTICLES = 500, 50
MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)


def main(subscribers=5000, kills=10):
    with tempfile.TemporaryDirectory(prefix="hub-alerts-") as folder:
        os.environ |= OPERATOR | {"HUB_VAR": folder}
        run("migrate", "--verbosity=0")
        django.setup()
        seed(subscribers)
        seconds, _ = finish(0)
        report("undisturbed", seconds, count(), subscribers)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"largest process: {memory} MiB")
        again()
        longest, total = seconds, 0
        for _ in range(kills):
            spent, _ = finish(random.uniform(0.5, longest / 3))
            total += spent
        spent, _ = finish(0)
        report(f"killed {kills} times", total + spent, count(), subscribers)


def run(*arguments, **options):
    return subprocess.run([sys.executable, "manage.py", *arguments], check=True, **options)


def finish(kill_after):
    """Start `send_alerts`, kill it after so many seconds unless 0; return (seconds, by itself?)."""
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, "manage.py", "send_alerts"])
    try:
        process.wait(timeout=kill_after or None)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return time.monotonic() - started, process.returncode == 0


def seed(subscribers):
    from django.utils import timezone

    from alerts.models import Subscriber, Subscription
    from articles.models import Article
    from content.models import Topic

    topics = Topic.objects.bulk_create(
        [Topic(name=f"topic {n}", slug=f"topic-{n}") for n in range(LISTS)],
    )
    for n in range(ARTICLES):
        article = Article.objects.create(
            title=f"Article {n}",
            slug=f"article-{n}",
            standfirst="What it says, in a sentence.",
            published_at=timezone.now() - timedelta(hours=1),
            appeared_at=timezone.now() - timedelta(hours=1),
        )
        article.topics.set(topics[n::ARTICLES])
    people = Subscriber.objects.bulk_create(
        [Subscriber(email=f"reader{n}@example.org", email_key=f"{n}") for n in range(subscribers)]
    )
    told = timezone.now() - timedelta(days=1)
    Subscription.objects.bulk_create(
        [
            Subscription(
                subscriber=person,
                address=f"/news/?topic=topic-{(2 * n + both) % LISTS}",
                confirmed_at=told,
                told_up_to=told,
            )
            for n, person in enumerate(people)
            for both in range(2)
        ]
    )
    print(f"{2 * subscribers} subscriptions over {LISTS} lists, {ARTICLES} new articles")


def again():
    """Make everything untold once more."""
    from django.utils import timezone

    from alerts.models import Digest, Run, Subscription
    from hub.models import QueuedMail

    QueuedMail.objects.all().delete()
    Digest.objects.all().delete()
    Run.objects.all().delete()
    Subscription.objects.update(told_up_to=timezone.now() - timedelta(days=1))


def count():
    """Return how often each message was handed over, by its Message-ID."""
    from hub.models import QueuedMail

    return Counter(MESSAGE_ID.search(row.content)[1] for row in QueuedMail.objects.iterator())


def report(name, seconds, handed_over, subscribers):
    twice = sum(number > 1 for number in handed_over.values())
    missing = subscribers - len(handed_over)
    print(
        f"{name}: {seconds:.0f} s, {len(handed_over)} different mails, {missing} missing,"
        f" {twice} handed over twice with one Message-ID"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
