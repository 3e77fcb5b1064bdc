"""OAI-PMH, walked page by page while things change, by a public harvester."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from publications.models import Publication
from publications.oai import answers
from tests.factories import create_publication, yesterday
from tests.publications.oai import (
    NAMES,
    TOKEN,
    ask,
    database,
    error,
    harvest,
    identifier,
    set_clock,
    texts,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("by", ["all", "set", "date"])
def test_a_harvester_ends_with_the_state_of_the_database(client, monkeypatch, by):
    monkeypatch.setattr(answers, "PAGE", 5)
    everything = [create_publication() for _ in range(18)]
    create_publication(removed_at=yesterday())
    set_clock(create_publication(type="guide"), timezone.now() - timedelta(days=9))
    day = timezone.now().astimezone(UTC) - timedelta(days=1)
    arguments, chosen = {
        "all": ({}, {}),
        "set": ({"set": "type:report"}, {"type": "report"}),
        "date": ({"from": f"{day:%Y-%m-%d}"}, {"changed_at__gte": day}),
    }[by]

    def change_things(page):
        if page == 3:
            Publication.objects.filter(pk=everything[1].pk).update(title="Edited, sent before")
            Publication.objects.filter(pk=everything[16].pk).update(title="Edited, not yet sent")
            Publication.objects.filter(pk=everything[2].pk).update(removed_at=timezone.now())
            Publication.objects.filter(pk=everything[17].pk).update(removed_at=timezone.now())
            create_publication(title="New")

    kept = harvest(client, change_things, **arguments)

    assert (kept, len(kept)) == (database(**chosen), 21 if by == "all" else 20)


def test_a_second_harvest_by_date_and_set_brings_what_changed(client):
    old = create_publication(type="guide")
    set_clock(old, timezone.now() - timedelta(days=20))
    changed, removed = create_publication(type="guide"), create_publication(type="guide")
    set_clock(changed, timezone.now() - timedelta(days=20))
    create_publication(type="report")
    kept = harvest(client, set="type:guide")
    since = f"{timezone.now().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    Publication.objects.filter(pk=changed.pk).update(title="Changed")
    Publication.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    news = harvest(client, set="type:guide", **{"from": since})

    assert identifier(old) not in news
    assert kept | news == {key: title for key, title in database().items() if key in kept}


def test_tokens_are_repeatable_and_say_how_far_they_are(client, monkeypatch):
    monkeypatch.setattr(answers, "PAGE", 2)
    for _ in range(5):
        create_publication()

    first = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = first.find(TOKEN, NAMES)
    again = [
        texts(ask(client, verb="ListIdentifiers", resumptionToken=token.text), "o:identifier")
        for _ in range(2)
    ]
    second = ask(client, verb="ListIdentifiers", resumptionToken=token.text).find(
        ".//o:resumptionToken", NAMES
    )
    third = ask(client, verb="ListIdentifiers", resumptionToken=second.text)
    last = third.find(TOKEN, NAMES)

    assert (token.get("completeListSize"), token.get("cursor")) == ("5", "0")
    assert again[0] == again[1]
    assert (last.text, last.get("cursor")) == (None, "4")
    assert error(ask(client, verb="ListRecords", resumptionToken=token.text)) == "badResumptionToken"
