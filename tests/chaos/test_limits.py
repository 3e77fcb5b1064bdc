"""S17: the limits hold exactly with three workers, and neither headers nor IPv6 addresses get past them."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos import form, hub
from tests.network import free_port

COMMENTS, SEARCHES, TRIES, AT_ONCE = 6, 12, 40, 12
ENOUGH_OF_A_MINUTE = 40  # seconds that all searches have to be done in
DISGUISES = {  # proxies of our own, and what each try says of where it comes from
    "none": ("0", lambda n: {}),
    "a header": ("0", lambda n: {"X-Forwarded-For": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}"}),
    "a header before the proxy's": ("1", lambda n: {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.7"}),
    "IPv6": ("1", lambda n: {"X-Forwarded-For": f"2001:db8:1:2:{n:x}::1"}),
}


@pytest.fixture
def env(tmp_path):
    folder = tmp_path / "hub"
    made = hub.fill(folder, f"sqlite:///{folder}/hub.sqlite3")
    return made | {"COMMENTS_MIN_SECONDS": "0", "SEARCHES_A_MINUTE": str(SEARCHES), "WEB_CONCURRENCY": "3"}


def at_once(work):
    """Do it for each try, many at a time; return how often there was which status."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(work, range(TRIES)))


def comments(port, headers):
    box = form.comment_box(port)
    stamps = [hub.get(port, f"{box}stamp/").body.decode() for _ in range(TRIES)]

    def send(n):
        said = {"stamp": stamps[n], "comment": f"Comment {n}.", "name": "N", "email": f"n-{n}@example.org"}
        return form.post(port, box, headers(n), **said).status

    return at_once(send)


def searches(port, headers):
    """Search within one minute of the clock, which is what is counted by."""
    while 60 - time.time() % 60 < ENOUGH_OF_A_MINUTE:
        time.sleep(1)
    minute = time.time() // 60
    statuses = at_once(lambda n: hub.get(port, f"/search/?q=word{n}", **headers(n)).status)
    assert time.time() // 60 == minute, "this machine is too busy to tell"
    return statuses


@pytest.mark.parametrize("disguise", DISGUISES)
def test_s17_limits_are_exact(env, measured, disguise):
    hops, headers = DISGUISES[disguise]
    port = free_port()
    with hub.gunicorn(env | {"TRUSTED_PROXY_HOPS": hops}, port):
        commented, searched = comments(port, headers), searches(port, headers)

    measured(f"comments of {TRIES} that were taken", commented[302])
    measured(f"searches of {TRIES} that were answered", searched[200])
    assert commented == {302: COMMENTS, 429: TRIES - COMMENTS}
    assert searched == {200: SEARCHES, 429: TRIES - SEARCHES}


def test_s17_control_address_that_is_believed_is_noticed(env):
    """With one proxy too many in the settings, what a visitor makes up is taken for their address."""
    port = free_port()
    with hub.gunicorn(env | {"TRUSTED_PROXY_HOPS": "1"}, port):
        _, headers = DISGUISES["a header"]
        commented, searched = comments(port, headers), searches(port, headers)

    assert commented[302] > COMMENTS + 1
    assert searched[200] > SEARCHES + 1
