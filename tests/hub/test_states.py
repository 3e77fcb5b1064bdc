"""What a visitor finds at the address of an item, whatever its kind and its state."""

import pytest

from tests.factories import (
    create_article,
    create_event,
    create_place,
    create_programme,
    create_project,
    create_publication,
    tomorrow,
    yesterday,
)
from tests.pages import create_series

pytestmark = pytest.mark.django_db


def a_series(**dates):
    series = create_series(create_article(), create_publication(), create_place())
    type(series).objects.filter(pk=series.pk).update(**dates)
    return series


KINDS = {
    "article": create_article,
    "programme": create_programme,
    "place": create_place,
    "project": create_project,
    "event": create_event,
    "publication": create_publication,
    "series": a_series,
}
STATES = {
    "draft": ({"published_at": None}, 404),
    "scheduled": ({"published_at": tomorrow()}, 404),
    "live": ({"published_at": yesterday()}, 200),
    "withdrawn": ({"published_at": yesterday(), "withdrawn_at": yesterday()}, 200),
    "removed": ({"published_at": yesterday(), "removed_at": yesterday()}, 410),
    "removed before it was published": ({"published_at": None, "removed_at": yesterday()}, 404),
}


@pytest.mark.parametrize("create", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("dates", "status"), STATES.values(), ids=STATES)
def test_address_answers_by_the_state_of_its_item(client, create, dates, status):
    item = create(**dates)

    assert client.get(item.get_absolute_url()).status_code == status


@pytest.mark.parametrize("create", KINDS.values(), ids=KINDS)
def test_removed_item_is_said_to_be_removed(client, create):
    item = create(published_at=yesterday(), removed_at=yesterday())

    assert "This page has been removed" in client.get(item.get_absolute_url()).content.decode()
