"""From rows to publications: checked one by one, written together or not at all."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.text import slugify

from content.models import Organisation, Person, StakeholderGroup, Topic
from places.code_book import SOURCES
from places.models import Event, Place, Programme, Project
from places.writing import rows_of
from publications.models import Publication

PLAIN = ["title", "subtitle", "abstract", "body", "doi", "isbn", "series", "number", "language", "licence"]
PLAIN += ["cite_as"]
RENAMED = {"date": "issued", "url": "landing_url"}
LINKED = {"programmes": Programme, "places": Place, "projects": Project, "events": Event}
KNOWN = {*PLAIN, *RENAMED, *LINKED, "type", "pages", "authors", "publisher", "topics", "groups"}
KNOWN |= {"co_publishers", "supersedes", "sources"}
REFERENCE = re.compile(r"(?P<title>.+) \((?P<year>\d{0,4})\)\Z")
LANGUAGES = {"english": "en", "eng": "en", "welsh": "cy", "cym": "cy"}
IGNORED = {"id", "hub_url", "file"}  # columns of our own export that a new record cannot take over


@dataclass
class Outcome:
    """What an import did, or why it did nothing: `faults` are (where, sentence)."""

    created: list = field(default_factory=list)
    known: list = field(default_factory=list)
    left_out: list = field(default_factory=list)  # (where, why) of records that a harvest did not bring
    faults: list = field(default_factory=list)

    @property
    def problems(self):
        return [f"{where[:1].upper()}{where[1:]}: {sentence}" for where, sentence in self.faults]

    @property
    def changes(self):
        left_out = [f"Left out: {where}: {why}" for where, why in self.left_out]
        return [*(f"New: {publication.title}" for publication in self.created), *left_out]

    @property
    def summary(self):
        return f"{len(self.created)} new, {len(self.known)} there already."


class _UndoError(Exception):
    """Takes back what was written."""


def import_rows(rows, *, dry_run=False, progress=lambda done, of: None):
    """Write rows as drafts; return the Outcome. One fault, or a dry run, and nothing is written.

    A row whose DOI, or else title and year, is already there is left as it is.
    """
    outcome = Outcome()
    try:
        with transaction.atomic():
            written = []
            for done, (where, row) in enumerate(rows, start=1):
                if publication := _import_row(where, row, outcome):
                    written.append((where, row, publication))
                progress(done, len(rows))
            for where, row, publication in written:  # what replaces another may stand before it
                if row.get("supersedes"):
                    _supersede(where, row["supersedes"], publication, outcome)
            if dry_run or outcome.faults:
                raise _UndoError
    except _UndoError:
        pass
    return outcome


def _import_row(where, row, outcome):
    """Return the publication made from a row; None for one that is known or has faults."""
    try:
        publication = _checked(row)
        if found := _already(publication):
            outcome.known.append(found.title)
            return None
        with transaction.atomic():
            _write(publication, row)
    except ValidationError as error:
        outcome.faults += [(where, sentence) for sentence in _sentences(error)]
        return None
    outcome.created.append(publication)
    return publication


def _supersede(where, reference, publication, outcome):
    """Set what a publication replaces, by its DOI or by its title and year."""
    named = REFERENCE.match(reference)
    by_name = _same(named["title"], named["year"]) if named else Publication.objects.none()
    by_doi = Publication.objects.filter(doi__iexact=reference)
    publication.supersedes = by_doi.first() or by_name.exclude(pk=publication.pk).first()
    if publication.supersedes is None:
        outcome.faults.append((where, f"There is no publication {reference[:200]}."))
    publication.save(update_fields=["supersedes"])


def _checked(row):
    """Return an unsaved publication; raise ValidationError with everything that is wrong with the row."""
    strange = [str(name or "a cell too many") for name in row if name not in KNOWN | IGNORED]
    if strange:
        raise ValidationError(f"What is this? {', '.join(strange)}")
    texts = [text for value in row.values() for text in (value if isinstance(value, list) else [value])]
    if any("\x00" in text for text in texts):
        raise ValidationError("There is a NUL character in it.")
    values = {name: row[name] for name in PLAIN if name in row}
    values |= {RENAMED[name]: row[name] for name in RENAMED if name in row}
    if values.get("landing_url", "").startswith(f"{settings.SITE_URL}/"):
        del values["landing_url"]  # a citation of ours leads to our own page, which is no publisher's
    values["language"] = language_of(row)
    values["doi"] = row.get("doi", "").removeprefix("https://doi.org/")
    types = {label.casefold(): value for value, label in Publication.Type.choices}
    kind = row.get("type", "report").casefold()
    publication = Publication(type=types.get(kind, kind), **values)
    publication.slug = slugify(row.get("title", ""))[:150] or "publication"
    if row.get("pages", "").isdecimal():
        publication.pages = int(row["pages"][:6])
    publication.full_clean(exclude=["publisher"])
    return publication


def language_of(row):
    """Return a row's language as a code, English when it says none."""
    language = row.get("language", "en").casefold()
    return LANGUAGES.get(language, language)


def _already(publication):
    if publication.doi:
        return Publication.objects.filter(doi__iexact=publication.doi).first()
    return _same(publication.title, publication.year).first()


def _same(title, year):
    """Return the publications of a year with this title, with or without a subtitle behind it."""
    whole = Concat("title", Value(": "), "subtitle")  # as citations give it
    same = Q(title__iexact=title) | Q(whole__iexact=title)
    return Publication.objects.annotate(whole=whole).filter(same, issued__startswith=year)


def _write(publication, row):
    if row.get("publisher"):
        publication.publisher = _organisation(row["publisher"])
    groups = list(StakeholderGroup.objects.filter(name__in=row.get("groups", [])))
    unknown = set(row.get("groups", [])) - {group.name for group in groups}
    if unknown:
        raise ValidationError(f"There is no stakeholder group {', '.join(sorted(unknown))}.")
    linked = {name: _named(model, row.get(name, [])) for name, model in LINKED.items()}
    publication.save()
    for order, name in enumerate(dict.fromkeys(row.get("authors", []))):
        publication.creators.create(order=order, **_maker(name))
    publication.groups.set(groups)
    publication.topics.set([_topic(name) for name in row.get("topics", [])])
    publication.co_publishers.set([_organisation(name) for name in row.get("co_publishers", [])])
    publication.sources.bulk_create(_sources(publication, row.get("sources", "")))
    for name, items in linked.items():
        getattr(publication, name).set(items)


def _sources(publication, text):
    """Return the unsaved sources of a cell; raise ValidationError for a line that is none."""
    try:
        return rows_of(SOURCES, publication, SOURCES.parse(text, {}))
    except ValueError as error:
        raise ValidationError(f"sources: {error}") from error


def _named(model, slugs):
    """Return the items with these slugs; raise ValidationError with those that there are not."""
    found = {item.slug: item for item in model.objects.filter(slug__in=slugs)}
    if unknown := sorted(set(slugs) - found.keys()):
        raise ValidationError(f"There is no {model._meta.verbose_name} {', '.join(unknown)}.")
    return list(found.values())


def _maker(name):
    """Return the person or the body of a name; a body that is known may have a comma in its name."""
    is_body = "," not in name or Organisation.objects.filter(name=name[:200]).exists()
    return {"organisation": _organisation(name)} if is_body else {"person": _person(name)}


def _organisation(name):
    name = name[:200]
    return Organisation.objects.get_or_create(name=name, defaults={"slug": _free_slug(Organisation, name)})[0]


def _person(name):
    family, _, given = (part.strip()[:100] for part in name.partition(","))
    found = Person.objects.filter(family_name=family, given_name=given).first()
    slug = _free_slug(Person, f"{given} {family}")
    return found or Person.objects.create(family_name=family, given_name=given, slug=slug)


def _topic(name):
    found = Topic.objects.filter(name__iexact=name[:100]).first()
    return found or Topic.objects.create(name=name[:100], slug=_free_slug(Topic, name[:90]))


def _free_slug(model, text):
    stem = slugify(text)[:90] or model.__name__.lower()
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )


def _sentences(error):
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages]
