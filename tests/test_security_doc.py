"""What is said of safety: every item of ASVS once, right sums, and nothing named that is not there."""

import hashlib
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from comments import limits
from comments.forms import comment as comment_form
from content import pictures
from content.searching import MAX_CHARACTERS, MAX_PAGE
from hub.accounts import devices, sessions, views
from hub.api.answers import REQUESTS
from places import forms as contact
from publications import requesting

pytestmark = pytest.mark.once
DOCS = Path(__file__).resolve().parent.parent / "docs"
ASVS, SECURITY, RULES = [(DOCS / f"{name}.md").read_text() for name in ["asvs", "security", "rules"]]
SAFEGUARDS = tomllib.loads((DOCS.parent / "tests" / "chaos" / "safeguards.toml").read_text())
STATES = ["yes", "partly", "no", "not ours"]
ROWS = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| (\d) \| ([a-z ]+) \| (.+?) \| (.*?) ?\|$", ASVS, re.MULTILINE)
# SHA-256 of “1.1.1 2\n1.1.2 2\n…”: number and level of every item of OWASP’s own list, in its order.
NUMBERS_OF_OWASP = "29debb6cfc11acf5deb2b2bb4e01bd836c5648dcc592aae17957e36b808cec05"


def test_every_item_of_levels_1_and_2_is_there_once():
    items = sorted(
        (int(chapter), int(section), int(item), level) for chapter, section, item, level, *_ in ROWS
    )
    written = "\n".join(f"{chapter}.{section}.{item} {level}" for chapter, section, item, level in items)

    assert Counter(level for *_, level in items) == {"1": 70, "2": 183}
    assert hashlib.sha256(written.encode()).hexdigest() == NUMBERS_OF_OWASP


def sums(rows):
    """Return how many of these rows are of level 1, of level 2, and of each state."""
    levels, states = Counter(row[3] for row in rows), Counter(row[4] for row in rows)
    return [levels["1"], levels["2"], *(states[state] for state in STATES)]


def test_sums_are_those_of_the_rows():
    said = dict(re.findall(r"^\| (V\d+ .+?|\*\*all\*\*) \| ([\d |]+) \|$", ASVS, re.MULTILINE))
    chapters = {title: sums([row for row in ROWS if row[0] == title[1:].partition(" ")[0]]) for title in said}
    chapters["**all**"] = sums(ROWS)
    yes, partly, no, not_ours = sums(ROWS)[2:]

    assert {
        title: [int(figure) for figure in figures.split(" | ")] for title, figures in said.items()
    } == chapters
    assert len(said) == 18
    assert f"Of {len(ROWS)} items {yes} are met, {partly} in part, {no} are not" in SECURITY
    assert f"{not_ours} cannot apply" in SECURITY


def test_what_is_claimed_is_shown_and_what_is_missing_is_said():
    assert [row[:3] for row in ROWS if row[4] == "yes" and not row[6]] == []
    assert {row[4] for row in ROWS} == set(STATES)


def names_in(text):
    return re.findall(r"`([a-z]+/[\w./-]+\.\w+)(?:::(\w+))?`", text)


def missing(text):
    """Return the files, tests and headings that a text names and that are not there."""
    gone = []
    for file, test in names_in(text):
        path = DOCS.parent / file
        if not path.is_file() or (test and f"\ndef {test}(" not in path.read_text()):
            gone.append(f"{file}::{test}")
    for file, heading in re.findall(r"\]\(([\w./-]+)(?:#([\w-]+))?\)", text):
        path = DOCS / file
        slugs = {
            re.sub(r"[^\w -]", "", line.strip("# ").lower()).replace(" ", "-")
            for line in (path.read_text().splitlines() if path.suffix == ".md" and path.is_file() else [])
            if line.startswith("#")
        }
        if not path.is_file() or (heading and heading not in slugs):
            gone.append(f"{file}#{heading}")
    return gone


@pytest.mark.parametrize("text", [ASVS, SECURITY, RULES], ids=["asvs", "security", "rules"])
def test_what_is_named_is_there(text):
    assert missing(text) == []


def test_name_of_nothing_would_be_missed():
    """The control: a test, a file and a heading that are not there."""
    named = "`tests/test_security_doc.py::test_nothing` `tests/test_none.py` [x](rules.md#nothing)"

    assert len(missing(named)) == 3


@pytest.mark.parametrize("safeguard", SAFEGUARDS.values(), ids=SAFEGUARDS)
def test_safeguard_is_where_it_is_said_to_be(safeguard):
    """`make chaos` takes it out there and asks that test; that either has moved is told here, and soon."""
    assert (DOCS.parent / safeguard["file"]).read_text().count(safeguard["text"]) == 1
    assert missing(f"`{safeguard['test'].partition('[')[0]}`") == []


def in_rules():
    """Yield sentences of rules.md, made from the numbers of the code."""
    yield f"1 to {comment_form.LONGEST:,} characters, plain text, at most {comment_form.MOST_LINKS} links"
    yield f"1 to {contact.LONGEST:,} characters; name at most"
    yield f"at most {requesting.LONGEST:,} characters"
    yield f"the first {MAX_CHARACTERS:,} characters; at most {MAX_PAGE} pages"
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    yield "at most {} MB and {:,} fields".format(*form)
    yield f"{pictures.MOST_DOTS // 10**6} million dots"
    per = {(field, period): most for field, most, period in limits.COMMENTS}
    address = [limits.COMMENTS_A_MINUTE, per["address_key", limits.HOUR]]
    network = [per["network_key", period] for period in (limits.HOUR, limits.DAY)]
    yield "{} a minute and {} an hour; {} an hour and {} a day".format(*address, *network)
    email = [per["email_key", period] for period in (limits.HOUR, limits.DAY)]
    yield "{} an hour, {} a day".format(*email)
    yield "{to} an hour; {from} an hour".format_map(limits.MAILS_AN_HOUR)
    yield f"| API | {REQUESTS} a minute"
    yield f"{settings.AXES_FAILURE_LIMIT} in {int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60} minutes"
    yield f"for {devices.ONE_TIME_LASTS.days} days, once"
    yield f"{sessions.LONGEST // 3600} hours in all"
    yield f"within the last {views.LATELY // 60} minutes"


@pytest.mark.parametrize("sentence", list(in_rules()))
def test_numbers_in_the_rules_are_those_of_the_code(sentence):
    assert sentence in RULES
