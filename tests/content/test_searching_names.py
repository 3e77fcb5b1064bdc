"""The index follows the names of what an item carries: topics, people, programmes and the like."""

import pytest
from django.urls import reverse

from content.searching import search
from publications.models import Publication
from tests.factories import (
    create_groups,
    create_organisation,
    create_person,
    create_place,
    create_programme,
    create_publication,
    create_topic,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["topic", "group", "person", "organisation", "programme", "place"])
def test_item_is_found_by_the_new_name_of_what_it_carries(catch_up, kind):
    named = {
        "topic": create_topic, "person": create_person, "organisation": create_organisation,
        "programme": create_programme, "place": create_place, "group": lambda: create_groups()[0],
    }[kind]()  # fmt: skip
    tags = {"topics": [named]} if kind == "topic" else {"groups": [named]} if kind == "group" else {}
    publication = create_publication(**tags)
    if kind in {"person", "organisation"}:
        publication.creators.create(**{kind: named})
    elif not tags:
        getattr(publication, f"{kind}s").add(named)
    create_publication()
    catch_up()

    shown_by = {"person": "family_name", "programme": "short_name"}.get(kind, "name")
    setattr(named, shown_by, "Zanzibar")
    named.save()
    catch_up()

    hits = search("zanzibar", filters={"kind": ["publication"]}).hits
    assert [hit.pk for hit in hits] == [publication.pk]


def test_item_is_not_found_by_a_topic_that_was_deleted(admin_client, catch_up):
    topic = create_topic(name="Zanzibar")
    create_publication(topics=[topic])
    catch_up()

    chosen = {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}
    admin_client.post(reverse("admin:content_topic_changelist"), chosen)
    catch_up()

    assert search("zanzibar").total == 0


def test_person_is_found_by_the_new_name_of_their_organisation(catch_up):
    organisation = create_organisation()
    create_person(organisation=organisation)
    catch_up()

    organisation.name = "Zanzibar"
    organisation.save()
    catch_up()

    assert search("zanzibar").total == 1


def test_saving_without_a_new_name_touches_nothing():
    topic = create_topic()
    publication = create_publication(topics=[topic])
    before = Publication.objects.get(pk=publication.pk).changed_at

    topic.summary = "In other words."
    topic.save()

    assert Publication.objects.get(pk=publication.pk).changed_at == before
