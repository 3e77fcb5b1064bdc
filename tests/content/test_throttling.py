"""Whose request it is: nothing that a visitor writes into a header changes the answer."""

import pytest
from django.test import RequestFactory

from content.throttling import address_key, client_address, network_key


def request(remote="203.0.113.9", **headers):
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),
        (1, "rubbish", "203.0.113.9"),
        (1, "", "203.0.113.9"),
    ],
)
def test_address_is_what_our_own_proxies_saw(settings, hops, forwarded, address):
    settings.TRUSTED_PROXY_HOPS = hops

    assert client_address(request(**{"X-Forwarded-For": forwarded})) == address


def test_header_gains_nothing_without_a_proxy():
    keys = {address_key(request(**{"X-Forwarded-For": f"198.51.100.{n}"})) for n in range(20)}

    assert len(keys) == 1


@pytest.mark.parametrize(
    ("key", "one", "other", "same"),
    [
        (address_key, "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        (address_key, "2001:db8:1:2::1", "2001:db8:1:3::1", False),
        (network_key, "2001:db8:1:2::1", "2001:db8:1:3::1", True),
        (address_key, "203.0.113.9", "203.0.113.10", False),
        (network_key, "203.0.113.9", "203.0.113.10", True),
        (address_key, "203.0.113.9", "::ffff:203.0.113.9", True),
    ],
)
def test_key_covers_a_household_or_a_network(key, one, other, same):
    assert (key(request(one)) == key(request(other))) is same


def test_key_depends_on_the_secret(settings):
    before = address_key(request())
    settings.SECRET_KEY = "another-key-" * 5

    assert address_key(request()) != before


def test_request_without_an_address_has_a_key():
    assert len(address_key(request(""))) == 32
