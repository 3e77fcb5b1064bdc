"""Makes content for measuring: always the same for the same size. Run by `python -m benchmarks.generate`."""

import json
import os
import random
import sys
from datetime import timedelta

import django

WORDS = [
    "system",
    "leader",
    "place",
    "council",
    "health",
    "care",
    "trust",
    "carer",
    "ward",
    "budget",
    "partner",
    "question",
    "street",
    "family",
    "nurse",
    "housing",
    "school",
    "discharge",
    "prevention",
    "evidence",
    "change",
    "people",
    "power",
    "story",
    "shared",
    "purpose",
    "plan",
    "meeting",
    "room",
    "network",
    "learning",
    "pioneer",
    "vision",
    "local",
    "service",
    "regulator",
    "citizen",
    "voice",
    "risk",
    "habit",
]
SIZES = {  # at 1x; a size multiplies them
    "articles": 200,
    "publications": 100,
    "places": 60,
    "comments": 50,
}


class Writer:
    """Writes words that depend on nothing but the seed."""

    def __init__(self, seed):
        self.dice = random.Random(seed)

    def words(self, number):
        return " ".join(self.dice.choices(WORDS, k=number))

    def title(self):
        return self.words(self.dice.randint(4, 8)).capitalize()

    def paragraphs(self, number):
        return "".join(f"<p>{self.words(70).capitalize()}.</p>" for _ in range(number))


def generate(size):
    """Fill an empty database with `size` times the content of SIZES. Prints what it does."""
    from content.models import StakeholderGroup, Topic
    from tests.factories import create_groups

    if StakeholderGroup.objects.exists():
        sys.exit("The database is not empty: nothing generated.")
    writer = Writer(20261122)
    groups = create_groups()
    topics = Topic.objects.bulk_create(Topic(name=word, slug=word) for word in sorted(set(WORDS)))
    places = make_places(writer, size, groups, topics)
    publications = make_publications(writer, size, groups, topics)
    make_articles(writer, size, groups, topics, places, publications)
    make_comments(writer, size, groups)


def make_places(writer, size, groups, topics):
    from places.models import Place, PlaceGroup, PlaceTopic, Programme, Project
    from tests.factories import create_programme

    programmes = [create_programme(mark=mark, short_name=mark) for mark in Programme.Mark]
    places = Place.objects.bulk_create(
        Place(
            name=writer.title(),
            slug=f"place-{n}",
            latitude=51 + writer.dice.random() * 3,
            longitude=-2 + writer.dice.random() * 2,
            summary=writer.words(20),
            **dates(n),
        )
        for n in range(SIZES["places"] * size)
    )
    tag(writer, places, PlaceGroup, groups, PlaceTopic, topics)
    Project.objects.bulk_create(
        Project(
            programme=programmes[n % 3],
            place=place,
            title=writer.title(),
            slug=f"project-{n}",
            issue=writer.words(6),
            tried=writer.paragraphs(2),
            not_known=writer.paragraphs(1),
            **dates(n),
        )
        for n, place in enumerate(places)
    )
    say("places", places)
    return places


def make_publications(writer, size, groups, topics):
    from publications.models import Creator, Publication, PublicationGroup, PublicationTopic
    from tests.factories import create_organisation, create_person

    people = [create_person() for _ in range(50)]
    publishers = [create_organisation() for _ in range(20)]
    publications = Publication.objects.bulk_create(
        Publication(
            title=writer.title(),
            slug=f"publication-{n}",
            type=writer.dice.choice(Publication.Type.values),
            abstract=writer.words(60),
            publisher=writer.dice.choice(publishers),
            issued=str(writer.dice.randint(2009, 2022)),
            **dates(n),
        )
        for n in range(SIZES["publications"] * size)
    )
    Creator.objects.bulk_create(
        Creator(publication=publication, person=writer.dice.choice(people)) for publication in publications
    )
    tag(writer, publications, PublicationGroup, groups, PublicationTopic, topics)
    say("publications", publications)
    return publications


def make_articles(writer, size, groups, topics, places, publications):
    from articles.models import Article, ArticleGroup, ArticleTopic, Perspective

    kinds = [Article.Kind.NEWS, Article.Kind.NEWS, Article.Kind.INSIGHT]
    articles = Article.objects.bulk_create(
        Article(
            kind=kinds[n % 3],
            title=writer.title(),
            slug=f"article-{n}",
            standfirst=writer.words(22).capitalize(),
            body=writer.paragraphs(8),
            **dates(n),
        )
        for n in range(SIZES["articles"] * size)
    )
    tag(writer, articles, ArticleGroup, groups, ArticleTopic, topics)
    Perspective.objects.bulk_create(
        Perspective(article=article, group=group, heading=writer.title(), body=writer.paragraphs(2))
        for article in articles[::10]
        for group in groups
    )
    join(writer, articles, Article.places.through, "place", places)
    join(writer, articles, Article.publications.through, "publication", publications)
    say("articles", articles)


def make_comments(writer, size, groups):
    """Hang a thread of three levels on one article, ten comments a root."""
    from django.db import transaction

    from articles.models import Article
    from tests.factories import create_comment

    article = Article.objects.get(slug="article-1")
    with transaction.atomic():
        for _ in range(SIZES["comments"] * size // 10):
            root = create_comment(article, group=writer.dice.choice(groups), comment=writer.words(40))
            reply = create_comment(answers=root, group=writer.dice.choice(groups), comment=writer.words(40))
            for _ in range(8):
                create_comment(answers=reply, comment=writer.words(40))
    say("comments", range(SIZES["comments"] * size))


def tag(writer, items, group_row, groups, topic_row, topics):
    for row, tags, most in ((group_row, groups, 3), (topic_row, topics, 4)):
        row.objects.bulk_create(
            row(content_object=item, tag=chosen)
            for item in items
            for chosen in writer.dice.sample(tags, writer.dice.randint(1, most))
        )


def join(writer, items, row, name, others):
    row.objects.bulk_create(
        row(article=item, **{name: other}) for item in items for other in writer.dice.sample(others, 2)
    )


def dates(number):
    from django.utils import timezone

    moment = timezone.now() - timedelta(hours=number + 1)
    return {"published_at": moment, "changed_at": moment, "appeared_at": moment}


def say(what, made):
    print(f"{len(made)} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    django.setup()
    generate(int(sys.argv[1]))
    from django.core.management import call_command

    call_command("update_search_index", stdout=sys.stderr)
    from benchmarks.pages import pages

    print(json.dumps(pages()))
