"""S15: every address, those of single rows too, read by GET and HEAD twice in every role. No row changes."""

import pytest

from comments.models import HubComment
from hub.staff import GROUPS
from tests.admin_map import ADDRESSES, create_rows, fill
from tests.factories import create_comment
from tests.pages import every_form, every_page
from tests.reading import changed_by_reading, plain_addresses, sign_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(made, catch_up):
    """Return every address of a site that has something of each kind."""
    keys = create_rows()
    catch_up()
    of_rows = {fill(name, address, keys) for name, address in ADDRESSES}
    return {*plain_addresses(), *every_page(made).values(), *every_form(made).values(), *of_rows}


@pytest.mark.parametrize("role", ["visitor", "no group", *GROUPS, "administrator"])
def test_s15_reading_changes_no_row(client, everything, measured, role):
    sign_in_as(role, client)
    measured("addresses read", len(everything))

    assert changed_by_reading(client, everything) == set()


def test_s15_control_reading_that_writes_is_noticed(client, monkeypatch):
    create_comment()
    read, comments = client.head, HubComment.objects
    monkeypatch.setattr(client, "head", lambda address: comments.update(badge="staff") and read(address))

    assert changed_by_reading(client, ["/"]) == {"comments.hubcomment"}
