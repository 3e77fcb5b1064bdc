"""One address of every type of public page, with something on it: what tests over all pages walk."""

from django.urls import reverse

from articles.models import Article, Perspective, ReadFirst, Series
from publications.models import Creator
from tests.factories import (
    create_article,
    create_comment,
    create_event,
    create_file,
    create_groups,
    create_organisation,
    create_outcome,
    create_person,
    create_place,
    create_programme,
    create_project,
    create_publication,
    create_topic,
    number,
    yesterday,
)


def create_everything():
    """Make one item of each kind, all joined to each other; return them by kind."""
    groups, topic = create_groups(), create_topic()
    person, organisation = create_person(), create_organisation()
    tags = {"groups": groups, "topics": [topic]}
    programme = create_programme(mark="lv", lead_organisation=organisation, **tags)
    place = create_place(latitude=51.5, longitude=-0.1, **tags)
    project = create_project(programme=programme, place=place, enabler=person, **tags)
    create_outcome(project=project)
    project.lessons.create(text="Ask first.", group=groups[0], topic=topic)
    event = create_event(organiser=organisation, programme=programme, **tags)
    event.speakers.add(person)
    for item in [programme, place, project, event]:
        item.sources.create(title="A source", url="https://example.org/source")
    publication = create_publication(publisher=organisation, **tags)
    Creator.objects.create(publication=publication, person=person)
    publication.programmes.add(programme)
    publication.places.add(place)
    file = create_file(publication=publication, texts=["Words of the first page.", "Words of the second."])
    articles = {}
    for kind in Article.Kind:
        articles[kind] = article = create_article(kind=kind, **tags)
        article.authorships.create(person=person)
        article.programmes.add(programme)
        article.places.add(place)
        article.publications.add(publication)
        for group in groups:
            stance = f"A stance for {group}"
            Perspective.objects.create(article=article, group=group, heading=stance, body="<p>Why.</p>")
    comment = create_comment(articles[Article.Kind.INSIGHT], group=groups[0])
    create_comment(answers=create_comment(answers=comment))
    series = create_series(articles[Article.Kind.INSIGHT], publication, place)
    for order, pick in enumerate([{"article": articles[Article.Kind.INSIGHT]}, {"publication": publication}]):
        ReadFirst.objects.create(group=groups[0], order=order, **pick)
    return {
        "groups": groups,
        "topic": topic,
        "person": person,
        "organisation": organisation,
        "programme": programme,
        "place": place,
        "project": project,
        "event": event,
        "publication": publication,
        "articles": articles,
        "file": file,
        "comment": comment,
        "series": series,
    }


def create_series(article, publication, place):
    n = next(number)
    fields = {"title": f"Series {n}", "slug": f"series-{n}", "summary": f"Steps {n}."}
    series = Series.objects.create(**fields, published_at=yesterday())
    for order, step in enumerate([{"article": article}, {"publication": publication}, {"place": place}]):
        series.items.create(order=order, **step)
    return series


def every_page(made):
    """Return {name: address} of every type of public page for what `create_everything` made."""
    pages = {
        name: reverse(name)
        for name in [
            "home",
            "groups",
            "search",
            "a_to_z",
            "years",
            "about",
            "accessibility",
            "privacy",
            "contact",
        ]
    }
    pages |= {f"{kind} list": reverse("articles:list", args=[kind]) for kind in Article.Kind}
    pages |= {f"{kind} article": made["articles"][kind].get_absolute_url() for kind in Article.Kind}
    pages |= {
        "place list": reverse("places:list"),
        "programme list": reverse("places:programme_list"),
        "event list": reverse("places:event_list"),
        "how we choose and grade": reverse("places:grading"),
        "compare": reverse("places:compare"),
        "code book": reverse("places:code_book"),
        "publication list": reverse("publications:list"),
        "group": made["groups"][0].get_absolute_url(),
        "group and topic": reverse("group_topic", args=[made["groups"][0].slug, made["topic"].slug]),
        "letter": reverse("letter", args=["t"]),
        "year": reverse("year", args=[2015]),
        "comments for an author": reverse("person_comments", args=[made["person"].slug]),
    }
    pages["page of a file"] = reverse("publications:page", args=[*_id_and_slug(made["publication"]), 2])
    kinds = ["topic", "person", "organisation", "programme", "place", "project", "event", "publication"]
    return pages | {kind: made[kind].get_absolute_url() for kind in [*kinds, "series"]}


def every_form(made):
    """Return {name: address} of every type of page with a form that visitors send."""
    article, comment, project = made["articles"][Article.Kind.INSIGHT], made["comment"], made["project"]
    thread = ["articles.article", article.pk]
    return {
        "comment": reverse("comments:write", args=thread),
        "reply": reverse("comments:reply", args=[comment.pk]),
        "report": reverse("comments:report", args=[comment.pk]),
        "follow": reverse("comments:follow", args=thread),
        "contact a project": reverse("places:contact", args=[project.slug]),
        "another format": reverse(
            "publications:request", args=[*_id_and_slug(made["publication"]), made["file"].name]
        ),
        "alerts": reverse("alerts:new") + "?list=/news/",
    }


def _id_and_slug(publication):
    return publication.pk, publication.slug
