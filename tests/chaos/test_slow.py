"""R9: two hundred slow visitors before what we ship; and that a server they can hold up is noticed."""

import sys
import threading
import time

import pytest

from tests.chaos import hub
from tests.chaos.slow import SlowCrowd
from tests.network import free_port

HONEST = ["/", "/news/", "/nowhere/", "/livez"]


def answered_in_time(port, seconds, tls):
    """Ask as honest visitors do, five times a second; return the part that was answered in two seconds."""
    answers, threads = [], []
    for n in range(seconds * 5):
        path = HONEST[n % len(HONEST)]
        asking = threading.Thread(target=lambda path=path: answers.append(hub.get(port, path, tls=tls)))
        asking.start()
        threads.append(asking)
        time.sleep(0.2)
    for each in threads:
        each.join()
    return sum(answer.status in {200, 404} and answer.seconds <= 2 for answer in answers) / len(answers)


def under_slow_visitors(port, path, tls=False):
    with SlowCrowd(port, path, tls=tls):
        return answered_in_time(port, 20, tls)


def test_r9_slow_visitors_before_the_recipe(one, on_postgres, port, measured):
    part = under_slow_visitors(port, hub.largest_file(on_postgres), tls=True)
    measured("part of honest requests answered in 2 s", part)
    assert part >= 0.99


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Return the environment of `make run`; who serves first fills it."""
    folder = tmp_path_factory.mktemp("demo")
    return hub.environment(folder, f"sqlite:///{folder}/hub.sqlite3") | {"HUB_DEMO": "1"}


def before_make_run(env, *options):
    """Serve as `make run` does, from Python with these options, while slow visitors come."""
    port = free_port()
    with hub.process([sys.executable, *options, str(port)], env, port):
        return under_slow_visitors(port, hub.largest_file(env))


def test_r9_slow_visitors_before_make_run(demo, measured):
    part = before_make_run(demo, "-m", "scripts.serve")
    measured("part of honest requests answered in 2 s", part)
    assert part >= 0.99


FEW_CONNECTIONS = """\
import sys, waitress
from scripts import serve
as_shipped = waitress.serve
waitress.serve = lambda *args, **options: as_shipped(*args, **options | {"connection_limit": 100})
serve.main(sys.argv[1])
"""


def test_r9_control_make_run_with_waitress_own_limit_is_held_up(demo, measured):
    part = before_make_run(demo, "-c", FEW_CONNECTIONS)
    measured("part of honest requests answered in 2 s", part)
    assert part < 0.99


def test_r9_control_gunicorn_alone_is_held_up(on_postgres, measured):
    port = free_port()
    with hub.gunicorn(on_postgres, port, "-w", "2"):
        part = under_slow_visitors(port, hub.largest_file(on_postgres))
    measured("part of honest requests answered in 2 s", part)
    assert part < 0.99
