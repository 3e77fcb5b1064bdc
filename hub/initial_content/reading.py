"""Reads facts (JSON) and prose (TOML), and names bodies and people one way."""

import json
import tomllib
from datetime import UTC, datetime, time
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from content.models import Organisation, Person, StakeholderGroup, Topic

FIXTURES = settings.BASE_DIR / "fixtures"
OPENING = datetime(2026, 11, 16, 9, tzinfo=UTC)

GROUP_OF_FACT = {"elected-members": "councillors"}

SAME_BODY = {  # one body, several spellings in the sources
    "ADASS": "Association of Directors of Adult Social Services",
    "ADPH": "Association of Directors of Public Health",
    "King’s Fund": "The King’s Fund",
    "LGA": "Local Government Association",
    "LankellyChase Foundation": "Lankelly Chase",
    "Leadership Centre": "The Leadership Centre",
    "NHS England and national partners": "NHS England",
    "NPC": "New Philanthropy Capital",
    "Policy Innovation Research Unit (PIRU), LSHTM": "Policy Innovation Research Unit, LSHTM",
    "SCIE": "Social Care Institute for Excellence",
    "Social Care Institute for Excellence (SCIE)": "Social Care Institute for Excellence",
    "The Staff College (Virtual Staff College)": "The Staff College",
    "University of the West of England, Bristol (Bristol Leadership Centre)": (
        "University of the West of England, Bristol"
    ),
    "the Leadership Centre": "The Leadership Centre",
}

MIRRORS = (  # hosts of copies that are for checking only
    "1library.",
    "cupdf.",
    "docplayer.",
    "docslib.",
    "dokumen.",
    "fdocuments.",
    "paperzz.",
    "pdfslide.",
    "scribd.",
    "slidelegend.",
    "slideshare.",
    "studylib.",
    "vdocument",
    "yumpu.",
)


def facts(name):
    """Return the rows of one file of facts."""
    return json.loads((FIXTURES / "facts" / f"{name}.json").read_text(encoding="utf-8"))


def prose(name):
    """Return one file of our own prose, keyed by the id of the fact it is about."""
    return tomllib.loads((FIXTURES / "prose" / f"{name}.toml").read_text(encoding="utf-8"))


def morning_of(day):
    """Return nine o'clock in London on a `date`."""
    return timezone.make_aware(datetime.combine(day, time(9)))


def full_name(name):
    """Return the one spelling of a body's name."""
    name = (name or "").replace("'", "’").removesuffix(" (funder)")
    return SAME_BODY.get(name, name)


def organisation(name):
    """Return the Organisation of that name, made on first use; None for no name."""
    name = full_name(name)
    if not name:
        return None
    return Organisation.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]


def person(name):
    """Return the Person of that name, made on first use."""
    given, _, family = name.removesuffix(" (editor)").rpartition(" ")
    defaults = {"given_name": given, "family_name": family}
    return Person.objects.get_or_create(slug=slugify(f"{given} {family}"), defaults=defaults)[0]


@cache
def group(slug):
    return StakeholderGroup.objects.get(slug=GROUP_OF_FACT.get(slug, slug))


def topic(name):
    return Topic.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def tag(item, words):
    """Give an item the groups and topics that its prose names."""
    item.groups.set([group(slug) for slug in words.get("groups", [])])
    item.topics.set([topic(name) for name in words.get("topics", [])])


def public_address(title, url):
    """Return an address that may be shown: a mirror of somebody's report may not."""
    if not url or "mirror" in title.lower() or any(host in url for host in MIRRORS):
        return ""
    return url


def add_sources(item, row):
    """Say where the facts of a row come from: its source and, one a line, the others."""
    item.sources.create(title=row["source_title"], url=public_address(row["source_title"], row["source_url"]))
    for other in row.get("other_sources", []):
        title, _, url = other.partition(" | ")
        item.sources.create(title=title, url=public_address(title, url))
