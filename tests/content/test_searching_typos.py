"""Misspelt titles are found; hostile questions are only questions."""

import json
import random

import pytest
from django.conf import settings
from django.urls import reverse

from content.searching import search
from tests.factories import create_article, create_publication

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # the index is asked, hardly the database
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PIECES = [
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "{{7*7}}",
    "{% debug %}",
    "${7*7}",
    "' OR '1'='1",
    "; DROP TABLE x; --",
    "\x00",
    "\x1b[31m",
    "\u202etxt",
    "\ufeff",
    "𝕬𝖇",
    "Ω≈ç√∫",
    "田中さん",
    "🏳️\u200d🌈",
    "ﷺ",
    "İ",
    "ß",
    "../../etc/passwd",
    "%00",
    "%s%s%n",
    "(((((",
    ")))))",
    "[a-",
    "*",
    "?",
    "~~",
    "^2",
    "AND",
    "OR",
    "NOT",
    "TO",
    "+",
    "-",
    "--",
    "&&",
    "||",
    "!",
    '"',
    '""',
    "“",
    "title:",
    "author:",
    "year:",
    "year:2013..",
    "year:..",
    "year:9999..0",
    'title:"',
    "-title:x",
    '-"a b"',
    "a" * 900,
    "word " * 300,
    "1e309",
    "-1",
    "\t\r\n",
    "&amp;",
    "\\",
    "\\u0000",
]


def misspelt(title, dice):
    """Return a title with one slip of the fingers in one of its longer words."""
    words = title.split()
    index = dice.choice([n for n, word in enumerate(words) if len(word) > 3 and word.isalpha()])
    word = words[index]
    at = dice.randrange(1, len(word) - 1)
    words[index] = dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + dice.choice(LETTERS) + word[at:],
            word[:at] + dice.choice(LETTERS) + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return " ".join(words)


def test_nine_of_ten_misspelt_titles_are_found_among_the_first_ten(catch_up):
    facts = json.loads((settings.BASE_DIR / "fixtures" / "facts" / "publications.json").read_text())
    named = [
        fact["title"] for fact in facts if any(len(w) > 3 and w.isalpha() for w in fact["title"].split())
    ]
    for title in dict.fromkeys(named):
        create_publication(title=title[:300])
    catch_up()
    dice = random.Random(1)  # noqa: S311 (slips, not secrets)
    asked = [(title, misspelt(title, dice)) for title in (named * 2)[:100]]

    found = [title in [hit.title for hit in search(text).hits[:10]] for title, text in asked]

    assert sum(found) >= 90


def test_five_hundred_hostile_questions_are_answered_and_escaped(client, catch_up):
    create_article(title="<script>alert(1)</script> trust", standfirst="'\"><img src=x onerror=alert(1)>")
    catch_up()
    dice = random.Random(2)  # noqa: S311
    questions = PIECES + [
        " ".join(dice.choices(PIECES[:-10], k=dice.randint(2, 6))) for _ in range(500 - len(PIECES))
    ]

    for question in questions:
        response = client.get(reverse("search"), {"q": question})
        text = response.content.decode()
        assert response.status_code == 200, question
        assert "<script>alert" not in text, question
        assert "<img" not in text, question
