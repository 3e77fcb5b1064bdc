"""What the pages of groups, topics, people and organisations tell machines, as schema.org's JSON-LD."""

from django.utils.functional import SimpleLazyObject

from content.linked_data import ORCID, named, subject


def group_node(group):
    return subject("Audience", group, name=group.name, audienceType=group.name, description=group.summary)


def topic_node(topic):
    return subject("DefinedTerm", topic, name=topic.name, description=topic.summary)


def person_node(person):
    """Return somebody in their professional role."""
    return subject(
        "Person",
        person,
        name=str(person),
        givenName=person.given_name,
        familyName=person.family_name,
        jobTitle=person.role,
        worksFor=named("Organization", person.organisation),
        description=person.biography,
        sameAs=person.orcid and ORCID + person.orcid,
    )


def organisation_node(organisation):
    return subject(
        "Organization",
        organisation,
        name=organisation.name,
        description=organisation.summary,
        sameAs=organisation.url,
    )


def listed(shown, *names):
    """Return the items of several lists that a page shows, read when they are asked for."""
    return SimpleLazyObject(lambda: [item for name in names for item in shown()[name]])
