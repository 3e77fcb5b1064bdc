"""S17: the pace of searches, exports and the API, however many processes answer."""

import subprocess
import sys

import pytest
from django.test import RequestFactory

from content.pacing import used
from tests.factories import create_publication

pytestmark = pytest.mark.django_db
COUNT = """
import sys
import time
time.time = lambda: 1_800_000_000
from pathlib import Path
from django.conf import settings
settings.configure(VAR_DIR=Path(sys.argv[1]), SECRET_KEY="k", TRUSTED_PROXY_HOPS=0)
from django.test import RequestFactory
from content.pacing import used
for _ in range(10):
    used("search", RequestFactory().get("/"))
"""


@pytest.fixture(autouse=True)
def clock(settings, tmp_path, monkeypatch):
    """A folder of this test's own, and a clock that stands still until it is told."""
    settings.VAR_DIR, settings.SEARCHES_A_MINUTE, settings.EXPORTS_A_MINUTE = tmp_path, 5, 3
    moment = {"now": 1_800_000_000}
    monkeypatch.setattr("content.pacing.time.time", lambda: moment["now"])
    return moment


def statuses(client, address, times, **extra):
    return [client.get(address.format(n=n), **extra).status_code for n in range(times)]


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/search/?q=word{n}", 5),
        ("/publications/export.bib?year={n}", 3),
        ("/places/data/places.csv?x={n}", 3),
        ("/places/data/places.json?x={n}", 3),
        ("/places/data/places.geojson?x={n}", 3),
    ],
)
def test_one_address_is_told_to_wait(client, address, most):
    create_publication()
    before = statuses(client, address, most)
    refused = client.get(address.format(n=99))

    assert 429 not in before
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 60) == (429, True)


def test_next_minute_begins_anew_and_the_last_one_is_forgotten(client, clock, tmp_path):
    assert statuses(client, "/search/?q=w{n}", 7)[-1] == 429
    clock["now"] += 60

    assert client.get("/search/?q=again").status_code == 200
    assert len(list((tmp_path / "pace" / "search").iterdir())) == 1


def test_other_addresses_are_not_slowed(client):
    assert statuses(client, "/search/?q=w{n}", 7)[-1] == 429
    assert client.get("/search/?q=x", REMOTE_ADDR="198.51.100.9").status_code == 200


def test_made_up_forwarding_gains_nothing(client):
    spoofed = [
        client.get(f"/search/?q=w{n}", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(7)
    ]

    assert spoofed.count(429) == 2


def test_hopping_within_one_ipv6_network_gains_nothing(client):
    hopping = [client.get(f"/search/?q=w{n}", REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code for n in range(7)]

    assert hopping.count(429) == 2


def test_limit_can_be_switched_off(client, settings):
    settings.SEARCHES_A_MINUTE = 0

    assert set(statuses(client, "/search/?q=w{n}", 7)) == {200}


def test_full_disk_refuses_nobody(client, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.VAR_DIR = tmp_path / "file"

    assert set(statuses(client, "/search/?q=w{n}", 7)) == {200}


@pytest.mark.once
def test_three_processes_count_together(settings, tmp_path):
    command = [sys.executable, "-c", COUNT, str(tmp_path)]
    workers = [subprocess.Popen(command, cwd=settings.BASE_DIR) for _ in range(3)]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0, 0]

    counts = [path.stat().st_size for path in (tmp_path / "pace" / "search").rglob("*") if path.is_file()]

    assert counts == [30]


def test_name_of_the_file_is_no_address(tmp_path):
    used("search", RequestFactory().get("/", REMOTE_ADDR="203.0.113.77"))

    assert not [path for path in tmp_path.rglob("*") if "203" in path.name and "113" in path.name]
