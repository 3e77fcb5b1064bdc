"""The sets of OAI-PMH: by type, by programme, by the readers something is for."""

from content.models import StakeholderGroup
from places.models import Programme
from publications.models import Publication

FIELDS = {"type": "type", "programme": "programmes__slug", "audience": "groups__slug"}


def every_set():
    """Return [(setSpec, setName)]: each kind of set, then its members."""
    sets = [("type", "By type"), ("programme", "By programme"), ("audience", "By audience")]
    sets += [(f"type:{value}", label) for value, label in Publication.Type.choices]
    sets += [(f"programme:{each.slug}", each.name) for each in Programme.objects.published()]
    return sets + [
        (f"audience:{group.slug}", f"For {group.name}") for group in StakeholderGroup.objects.all()
    ]


def sets_of(publication):
    """Return the setSpecs of a publication. A member of type:guide is, by the protocol, one of type."""
    specs = [f"type:{publication.type}"]
    specs += [f"programme:{programme.slug}" for programme in publication.programmes.all()]
    return specs + [f"audience:{group.slug}" for group in publication.groups.all()]


def in_set(records, spec):
    """Return the records of a set; none for a set that there is not."""
    kind, _, value = spec.partition(":")
    if kind not in FIELDS:
        return records.none()
    chosen = {FIELDS[kind]: value} if value else {f"{FIELDS[kind]}__isnull": False}
    return records.filter(pk__in=Publication.objects.filter(**chosen).values("pk"))
