"""The index and what it answers: through `search`, as rooms use it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.searching import MAX_CHARACTERS, Question, UnavailableError, marked, search, suggest
from tests.factories import (
    create_article,
    create_groups,
    create_person,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def titles(text, **options):
    return [hit.title for hit in search(text, **options).hits]


def test_search_finds_a_word_wherever_it_stands(catch_up):
    create_publication(title="A report", abstract="About trust.")
    create_article(title="Trust", body="<p>Other words.</p>")
    create_article(title="Money", body="<p>It needs <b>trust</b>.</p>")
    catch_up()

    assert sorted(titles("trust")) == ["A report", "Money", "Trust"]


def test_search_folds_case_accents_and_endings(catch_up):
    create_publication(title="Café leaders")
    catch_up()

    assert titles("CAFE leader") == ["Café leaders"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("organisation", "organization"),
        ("organizational", "organisational"),
        ("behaviour", "behaviors"),
        ("programme", "program"),
        ("centre", "center"),
        ("modelling", "modeling"),
        ("ageing", "aging"),
        ("fulfilment", "fulfillment"),
        ("paediatrics", "pediatrics"),
    ],
)
def test_search_joins_british_and_american_spellings(catch_up, written, asked):
    create_publication(title=f"The {written} book")
    catch_up()

    assert titles(asked) == [f"The {written} book"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("leading systems", ["Leading systems", "Systems that are leading"]),
        ('"leading systems"', ["Leading systems"]),
        ("“leading systems”", ["Leading systems"]),
        ("systems -that", ["Leading systems"]),
        ('systems -"that are"', ["Leading systems"]),
        ("title:budget", ["Budget"]),
        ("author:smith", ["Leading systems"]),
        ("publisher:nesta", []),
        ("budget OR that", ["Budget", "Systems that are leading"]),
        ("year:2013", ["Leading systems"]),
        ("year:2013..2014", ["Leading systems", "Systems that are leading"]),
        ("year:2015..", ["Budget"]),
        ("year:..2013", ["Leading systems"]),
        ("-systems", ["Budget"]),
    ],
)
def test_search_reads_the_query_language(catch_up, asked, found):
    first = create_publication(title="Leading systems", issued="2013")
    first.creators.create(person=create_person(family_name="Smith"))
    first.touch()
    create_publication(title="Systems that are leading", issued="2014")
    create_publication(title="Budget", issued="2015", abstract="No other words.")
    catch_up()

    assert sorted(titles(asked, filters={"kind": ["publication"]})) == found


@pytest.mark.parametrize(
    "text",
    ['"', '""', "-", "- -", "OR", "OR OR", "title:", 'title:"', "year:x", "year:..", "year:99999", ":::",
     "((", "*?~^", "a" * 5_000, "a " * 5_000, '"' * 999, "\x00", "\ud800", "日本語", "-\"", "title:OR",
     "\u202e", "' OR 1=1 --"],
)  # fmt: skip
def test_search_takes_any_text(catch_up, text):
    create_publication(title="A report")
    catch_up()

    assert search(text).total >= 0


def test_question_says_when_it_was_cut():
    assert Question.read("word " * MAX_CHARACTERS).cut
    assert len(Question.read("word " * MAX_CHARACTERS).text) <= MAX_CHARACTERS


def test_search_ranks_all_words_first_and_says_when_it_takes_any(catch_up):
    create_publication(title="Trust and money")
    create_publication(title="Trust")
    catch_up()

    results = search("trust money")

    assert [hit.title for hit in results.hits] == ["Trust and money", "Trust"]
    assert results.any_words


def test_search_takes_all_words_alone_when_they_fill_a_page(catch_up):
    for number in range(20):
        create_publication(title=f"Trust and money {number}")
    create_publication(title="Trust")
    catch_up()

    results = search("trust money")

    assert (results.total, results.any_words) == (20, False)


def test_search_answers_a_long_question_by_any_of_its_words(catch_up):
    create_publication(
        title="Pooled budgets", abstract="How councils and the NHS pool money for older people."
    )
    catch_up()

    question = (
        "what have other areas learnt when a council and a hospital tried to pool their money for patients"
    )

    assert titles(question) == ["Pooled budgets"]


def test_search_corrects_only_words_that_the_index_does_not_know(catch_up):
    create_publication(title="Integration pioneers")
    create_publication(title="Form and function")
    catch_up()

    results = search("intergration pionears")

    assert results.corrected == "integration pioneers"
    assert [hit.title for hit in results.hits] == ["Integration pioneers"]
    assert search("form").corrected == ""


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ({"published_at": None}, 0),
        ({"published_at": tomorrow()}, 0),
        ({"withdrawn_at": yesterday()}, 0),
        ({"removed_at": yesterday()}, 0),
        ({"removed_at": tomorrow()}, 1),
        ({}, 1),
    ],
    ids=["draft", "scheduled", "withdrawn", "removed", "removed tomorrow", "live"],
)
def test_search_counts_only_what_a_reader_may_see(catch_up, dates, found):
    create_publication(title="Secret", **dates)
    catch_up()

    results = search("secret", counts=["type", "year"])

    assert results.total == len(results.hits) == sum(results.counts["type"].values()) == found


def test_search_finds_a_scheduled_item_once_its_date_has_passed(catch_up, monkeypatch):
    create_publication(title="Soon", published_at=timezone.now() + timedelta(hours=1))
    catch_up()
    assert titles("soon") == []

    later = timezone.now().timestamp() + 2 * 60 * 60
    monkeypatch.setattr("content.searching.finding.time.time", lambda: later)

    assert titles("soon") == ["Soon"]


def test_counts_of_a_facet_stand_under_the_other_filters_only(catch_up):
    groups = create_groups()
    create_publication(type="guide", groups=groups[:1], issued="2013")
    create_publication(type="report", groups=groups[:2], issued="2014")
    catch_up()

    counts = search("", filters={"type": ["guide"]}, counts=["type", "group", "year", "kind"]).counts

    assert counts["type"] == {"guide": 1, "report": 1}
    assert counts["group"] == {"councillors": 1}
    assert counts["year"] == {2013: 1}
    assert counts["kind"] == {"publication": 1}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", ["B", "C", "a"]), ("oldest", ["a", "C", "B"]), ("title", ["a", "B", "C"])],
)
def test_search_sorts(catch_up, sort, expected):
    for title, issued in [("B", "2015-10"), ("C", "2015"), ("a", "2012")]:
        create_publication(title=title, issued=issued)
    catch_up()

    assert titles("", sort=sort) == expected


def test_search_gives_pages_without_overlap(catch_up):
    for number in range(25):
        create_publication(title=f"Report {number:02}")
    catch_up()

    first, second = (search("", sort="title", page=page) for page in (1, 2))

    assert first.total == 25
    assert [hit.title for hit in first.hits + second.hits] == [f"Report {number:02}" for number in range(25)]


def test_passages_mark_the_words_and_keep_the_text(catch_up):
    create_publication(title="A report", abstract="<i>Trust</i> & naïve “trusting” öthers.")
    catch_up()

    (passage,) = search("trust").hits[0].passages

    assert "".join(text for text, _ in passage.parts) in "<i>Trust</i> & naïve “trusting” öthers."
    assert [text for text, is_marked in passage.parts if is_marked] == ["Trust", "trusting"]


def test_marked_gives_the_text_back_with_its_words_marked():
    parts = marked("Organizations, in short: ORGANISATION.", "organisation")

    assert "".join(text for text, _ in parts) == "Organizations, in short: ORGANISATION."
    assert [text for text, is_marked in parts if is_marked] == ["Organizations", "ORGANISATION"]


def test_suggest_completes_the_last_word_of_visible_titles(catch_up):
    create_publication(title="Systems leadership")
    create_publication(title="Systems legacy", published_at=tomorrow())
    create_article(title="Systems at rest")
    catch_up()

    assert [title for _, title, _ in suggest("systems le")] == ["Systems leadership"]
    assert len(suggest("sys")) == 2
    assert suggest("sys", kinds=["article"])[0][0] == "article"
    assert suggest("  ") == suggest("(*") == []


def test_search_without_an_index_says_so(settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nothing"

    with pytest.raises(UnavailableError):
        search("trust")


def test_search_finds_the_topic_of_an_item(catch_up):
    topic = create_topic(name="shared budgets", slug="shared-budgets")
    create_publication(title="Money", topics=[topic])
    catch_up()

    assert titles("shared budgets") == ["Money"]
    assert titles("", filters={"topic": ["shared-budgets"]}) == ["Money"]
