"""S13, S24: a thousand guesses at ten accounts from fifty addresses, while readers read."""

import json
import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.chaos import hub
from tests.network import free_port
from tests.staff import create_staff

ACCOUNTS, ADDRESSES, GUESSES, AT_ONCE = 10, 50, 1000, 20
MOST = 10  # tries in five minutes, of one account and from one address
PAGES = ["/", "/insight/", "/publications/", "/places/", "/events/", "/about/"]
PASSWORD, EVIL = "guessed-by-a-program", 'x"}\n{"logger": "hub.security", "outcome": "passed'
MAKE = "from tests.staff import create_staff\nfor n in range({}): create_staff(f'staff{{n}}')"
COUNT = """
from axes.models import AccessAttempt
from django.db.models import Sum
import json
for what in ["username", "ip_address"]:
    rows = AccessAttempt.objects.values(what).annotate(n=Sum("failures_since_start")).order_by()
    print(json.dumps({row[what]: row["n"] for row in rows}))
"""


class Guesser:
    """A program at one address, with the cookie and the token that the sign-in page gave it."""

    def __init__(self, port, address):
        self.port, self.headers = port, {"X-Forwarded-For": address}
        page = hub.get(port, "/admin/login/", **self.headers)
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.body.decode())[1]
        self.headers |= {"Cookie": page.headers["Set-Cookie"].partition(";")[0]}
        self.headers |= {"Content-Type": "application/x-www-form-urlencoded"}

    def guess(self, name):
        sent = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": self.token}
        return hub.ask(self.port, "POST", "/admin/login/", urlencode(sent), 60, self.headers).status


@contextmanager
def served(env, **more):
    """Run a Hub with staff behind one proxy; yield its port and its process."""
    env = env | {"TRUSTED_PROXY_HOPS": "1"} | more
    port = free_port()
    with hub.gunicorn(env, port) as process:
        yield port, process


@contextmanager
def readers(port):
    """Read public pages, one after the other, for the length of the block; yield the seconds each took."""
    done, seconds = threading.Event(), []

    def read():
        while not done.wait(0.02):
            answer = hub.get(port, PAGES[len(seconds) % len(PAGES)])
            assert answer.status == 200
            seconds.append(answer.seconds)

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        try:
            yield seconds
        finally:
            done.set()
    reading.result()


def guess_all(port, guesses, accounts=ACCOUNTS, addresses=ADDRESSES):
    """Guess from all addresses at all accounts, many at a time; return the statuses."""
    programs = [Guesser(port, f"203.0.113.{100 + n}") for n in range(addresses)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [
            pool.submit(programs[n % addresses].guess, f"staff{(n // addresses + n) % accounts}")
            for n in range(guesses)
        ]
        return [job.result() for job in jobs]


def counted(env):
    """Return ({account: tries}, {address: tries}), as the database has them: each of them was hashed."""
    return [json.loads(line) for line in hub.manage(env, "shell", "-v0", "-c", COUNT).stdout.splitlines()]


def processor_seconds(process):
    """Return what the workers of a gunicorn have used so far."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children]
    return sum(int(each[11]) + int(each[12]) for each in fields) / 100


def hash_seconds():
    started = time.process_time()
    make_password(PASSWORD, hasher=PBKDF2PasswordHasher())
    return time.process_time() - started


@pytest.fixture
def env(tmp_path):
    """Return a Hub of this test's own, with ten accounts."""
    folder = tmp_path / "hub"
    made = hub.fill(folder, f"sqlite:///{folder}/hub.sqlite3")
    hub.manage(made, "shell", "-v0", "-c", MAKE.format(ACCOUNTS))
    return made


def test_s13_thousand_guesses(env, measured):
    with served(env) as (port, process):
        for page in PAGES:
            hub.get(port, page)
        with readers(port) as seconds:
            statuses = guess_all(port, GUESSES)
        p95 = statistics.quantiles(seconds, n=20)[-1]
        for n in range(ACCOUNTS):  # what the crowd at the door has left of the ten tries
            program = Guesser(port, f"203.0.113.{200 + n}")
            assert [program.guess(f"staff{n}") for _ in range(MOST + 2)][-3:] == [429] * 3
        before = processor_seconds(process)
        later = guess_all(port, 200)
        each = (processor_seconds(process) - before) / 250  # 200 guesses and the 50 sign-in pages
        program = Guesser(port, "203.0.113.250")
        names = [EVIL, "a.name@example.org", *(f"new{n}" for n in range(MOST))]
        assert [program.guess(name) for name in names] == [200] * (MOST - 1) + [429] * 3
    accounts, addresses = counted(env)

    measured("tries at one account, at most", max(accounts.values()))
    measured("tries from one address, at most", max(addresses.values()))
    measured("readers' p95, milliseconds", p95 * 1000)
    measured("processor milliseconds of a refused guess", each * 1000)
    assert set(statuses) <= {200, 429}
    assert set(later) == {429}
    assert {accounts[f"staff{n}"] for n in range(ACCOUNTS)} == {MOST}
    assert max(addresses.values()) == MOST
    assert p95 <= 0.5
    assert each < hash_seconds() / 5
    check_log(Path(env["HUB_VAR"]) / "server.log")


def check_log(path):
    """S24: every line is one object of JSON; no address, token, name or password is in it."""
    text = path.read_text()
    lines = [json.loads(line) for line in text.splitlines()]

    assert len(lines) > GUESSES
    assert text.isascii()
    assert {line["outcome"] for line in lines if line.get("action") == "sign in"} >= {"locked out"}
    assert re.findall(r"203\.0\.113\.\d+|@example|guessed-by|\bpassed\b", text) == []
    assert all(re.fullmatch(r"[0-9a-f]{32}", line.get("request", "0" * 32)) for line in lines)


def test_s13_control_no_limits_is_noticed(env):
    planted = {"DJANGO_SETTINGS_MODULE": "tests.chaos.planted", "HUB_PLANTED": "no limits"}
    with served(env, **planted) as (port, _):
        guess_all(port, 48, accounts=2, addresses=2)
    accounts, addresses = counted(env)

    assert min(*accounts.values(), *addresses.values()) > MOST


@pytest.fixture
def guessing(settings):
    """Return a function that guesses once and says what that cost: processor seconds, and queries."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.AXES_FAILURE_LIMIT = 10_000
    create_staff("editor")

    def guess(name):
        started = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            Client().post("/admin/login/", {"username": name, "password": PASSWORD})
        return time.process_time() - started, len(asked)

    guess("editor"), guess("nobody")
    return guess


def compare(guess, times):
    """Return how much more a known name costs than an unknown one, medians; and how many queries each."""
    costs = [(guess("editor"), guess("nobody")) for _ in range(times)]
    known, unknown = (statistics.median(cost[side][0] for cost in costs) for side in (0, 1))
    return known / unknown - 1, {side[1] for cost in costs for side in cost}


@pytest.mark.django_db
def test_s13_known_and_unknown_names_cost_the_same(guessing, measured):
    difference, queries = compare(guessing, 50)

    measured("difference between known and unknown names, percent", difference * 100)
    assert abs(difference) <= 0.1
    assert len(queries) == 1


@pytest.mark.django_db
def test_s13_control_name_that_costs_nothing_is_noticed(guessing):
    with mock.patch.object(User, "set_password"):  # what hashes for a name that nobody has
        difference, _ = compare(guessing, 5)

    assert abs(difference) > 0.1
