"""How the API says one row of each kind."""

from django.urls import reverse

from content.linked_data import CC_BY, full
from publications.citations import LICENCES


def named(item):
    """Return {name, url} of something that has a page, or None."""
    return item and {"name": str(item), "url": full(item.get_absolute_url())}


def common(kind, item, /, **values):
    """What every object says first: what and where it is, when it was updated, how it may be reused."""
    return {
        "type": kind,
        "id": item.pk,
        "url": full(item.get_absolute_url()),
        "api_url": full(reverse("api:item", args=[kind, item.pk])),
        "updated": item.updated.isoformat(),
        "licence": CC_BY,
        **values,
    }


def tagged(kind, item, /, **values):
    """What content says besides: its title, its date, its groups and topics by slug."""
    about = {
        "title": str(item),
        "published": item.published_at.isoformat(),
        "withdrawn": item.state == "withdrawn",
        "groups": [group.slug for group in item.groups.all()],
        "topics": [topic.slug for topic in item.topics.all()],
    }
    return common(kind, item, **about, **values)


def article(item):
    return tagged(
        "articles",
        item,
        kind=item.kind,
        summary=item.standfirst,
        text=item.body,
        authors=[named(authorship.person) for authorship in item.authorships.all()],
    )


def publication(item):
    return tagged(
        "publications",
        item,
        kind=item.type,
        subtitle=item.subtitle,
        summary=item.abstract,
        text=item.body,
        issued=item.issued,
        language=item.language,
        doi=item.doi,
        isbn=item.isbn,
        pages=item.pages,
        publisher=named(item.publisher),
        creators=[named(creator.person or creator.organisation) for creator in item.creators.all()],
        source_url=item.landing_url,
    ) | {"licence": LICENCES.get(item.licence), "licence_name": item.get_licence_display()}


def programme(item):
    return tagged(
        "programmes",
        item,
        name=item.name,
        kind=item.kind,
        summary=item.summary,
        text=item.description,
        start=item.start,
        end=item.end,
        led_by=named(item.lead_organisation),
    )


def place(item):
    return tagged(
        "places",
        item,
        kind=item.kind,
        summary=item.summary,
        text=item.description,
        gss_code=item.gss_code,
        region=item.region,
        latitude=item.latitude,
        longitude=item.longitude,
        lies_within=named(item.parent),
    )


def project(item):
    return tagged(
        "projects",
        item,
        programme=named(item.programme),
        place=named(item.place),
        status=item.status,
        summary=item.issue,
        tried=item.tried,
        not_known=item.not_known,
        start=item.start,
        end=item.end,
    )


def event(item):
    return tagged(
        "events",
        item,
        kind=item.kind,
        summary=item.summary,
        text=item.description,
        start=item.start,
        end=item.end,
        venue=item.venue,
        town=item.town,
        online=item.online,
        organiser=named(item.organiser),
        programme=named(item.programme),
    )


def series(item):
    steps = [named(step.content) for step in item.public_items()]
    return common(
        "series",
        item,
        title=item.title,
        published=item.published_at.isoformat(),
        withdrawn=item.state == "withdrawn",
        summary=item.summary,
        steps=steps,
    )


def person(item):
    return common(
        "people",
        item,
        title=str(item),
        given_name=item.given_name,
        family_name=item.family_name,
        role=item.role,
        organisation=named(item.organisation),
        summary=item.biography,
        orcid=item.orcid,
    )


def organisation(item):
    return common("organisations", item, title=item.name, summary=item.summary, website=item.url)


def group(item):
    return common("groups", item, title=item.name, slug=item.slug, summary=item.summary, order=item.order)


def topic(item):
    return common("topics", item, title=item.name, slug=item.slug, summary=item.summary)


def comment(item):
    return common(
        "comments",
        item,
        name=item.user_name,
        text=item.comment,
        group=item.group.slug if item.group else None,
        shown=item.shown_at.isoformat(),
        answers=item.answers_id,
        thread=full(item.discussion.get_absolute_url()),
    )
