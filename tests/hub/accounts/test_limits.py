"""S13: guessing of passwords ends in 429, before anything is hashed."""

import threading
from contextlib import suppress
from unittest import mock

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client, RequestFactory
from django.utils.crypto import pbkdf2

from hub.accounts import limits
from hub.accounts.limits import sign_in_address
from tests.racing import at_once
from tests.staff import PASSWORD, create_staff

pytestmark = pytest.mark.django_db
HASHED = "django.contrib.auth.hashers.MD5PasswordHasher.encode"


def guess(username="editor", password="wrong", address="192.0.2.1"):  # noqa: S107
    sent = {"username": username, "password": password}
    return Client().post("/admin/login/", sent, REMOTE_ADDR=address)


def test_guesses_at_one_account_end_whatever_their_address():
    create_staff()
    answers = [guess(address=f"192.0.2.{number}").status_code for number in range(12)]

    assert answers == [200] * 9 + [429] * 3


def test_guesses_from_one_address_end_whatever_the_account():
    answers = [guess(username=f"name{number}").status_code for number in range(12)]

    assert answers == [200] * 9 + [429] * 3


def test_guesser_is_told_to_wait_and_nothing_is_hashed():
    create_staff()
    for _ in range(10):
        guess()
    with mock.patch(HASHED) as hashing:
        response = guess(password=PASSWORD)

    assert (response.status_code, response.headers["Retry-After"], hashing.called) == (429, "300", False)


def test_hashing_would_be_seen():
    create_staff()
    with mock.patch(HASHED, return_value="x") as hashing:
        guess()

    assert hashing.called


def test_others_still_sign_in_while_somebody_guesses():
    create_staff()
    for _ in range(12):
        guess("somebody")

    assert guess(password=PASSWORD, address="198.51.100.1").status_code == 302


def counted_by(address, **headers):
    return sign_in_address(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.9", "192.0.2.10", False),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "", True),
    ],
)
def test_address_is_counted_by_its_household(one, other, same):
    assert (counted_by(one) == counted_by(other)) is same


def test_address_that_is_made_up_gains_nothing():
    assert counted_by("192.0.2.9", **{"x-forwarded-for": "1.2.3.4"}) == counted_by("192.0.2.9")


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_two_guesses_at_the_same_moment_are_not_both_the_tenth():
    """The second is looked at when the first is counted; otherwise both would meet at the hasher."""
    create_staff()
    for _ in range(9):
        guess()
    both_hash, wait = threading.Barrier(2), 1

    def hash_slowly(*args, **kwargs):
        with suppress(threading.BrokenBarrierError):
            both_hash.wait(wait)
        return "wrong"

    with mock.patch(HASHED, side_effect=hash_slowly) as hashing:
        answers = at_once(lambda _: guess().status_code, range(2))

    assert (answers, hashing.call_count) == ([429, 429], 1)


@pytest.mark.once
def test_third_guess_at_the_same_moment_is_asked_to_come_back():
    create_staff()
    with limits.WAITING_ROOM, limits.WAITING_ROOM, mock.patch(HASHED) as hashing:
        response = guess(password=PASSWORD)

    assert (response.status_code, response.headers["Retry-After"], hashing.called) == (429, "5", False)
    assert guess(password=PASSWORD).status_code == 302


def rounds_for(username):
    """Return how many rounds of hashing one wrong guess at a name costs: time, without a clock."""
    with mock.patch("django.contrib.auth.hashers.pbkdf2", wraps=pbkdf2) as hashing:
        guess(username)
    return sum(call.args[2] for call in hashing.call_args_list)


@pytest.fixture
def real_hasher(settings):
    """Django's own hasher, of few rounds; the account was made when they were fewer still."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    with mock.patch.object(PBKDF2PasswordHasher, "iterations", 100):
        create_staff()
    with mock.patch.object(PBKDF2PasswordHasher, "iterations", 300):
        yield


@pytest.mark.once
def test_cost_does_not_tell_whether_a_name_is_known(real_hasher):
    assert rounds_for("editor") == rounds_for("nobody") == 300


@pytest.mark.once
def test_cost_that_told_would_be_seen(real_hasher):
    """The control: without the rounds that Django adds for old passwords, known names cost less."""
    with mock.patch.object(PBKDF2PasswordHasher, "harden_runtime"):
        assert (rounds_for("editor"), rounds_for("nobody")) == (100, 300)
