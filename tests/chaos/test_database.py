"""R5, R6, R7: the database refuses, is silent, is slow, is cut off; and that a planted fault is noticed."""

import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.chaos import hub
from tests.chaos.faultproxy import FaultProxy
from tests.network import free_port

CACHED = ["/", "/news/", "/publications/", "/places/", "/about/"]
HEALTHY_PAGE = "/insight/"


@pytest.fixture
def proxy(database_server):
    folder = parse_qs(urlsplit(database_server).query)["host"][0]
    made = FaultProxy(f"{folder}/.s.PGSQL.5432")
    yield made
    made.set("pass")
    made.close()


@pytest.fixture
def port(request, on_postgres, proxy):
    """Return the port of a Hub whose database is behind the proxy, with some pages ready in its cache."""
    env = on_postgres | {"DATABASE_URL": f"postgres://hub@127.0.0.1:{proxy.port}/postgres"}
    if hasattr(request, "param"):
        env |= {"DJANGO_SETTINGS_MODULE": "tests.chaos.planted", "HUB_PLANTED": request.param}
    port = free_port()
    with hub.gunicorn(env, port, "-w", "2"):
        for path in CACHED * 40:  # each worker has a cache of its own, and chance chooses between them
            assert hub.get(port, path).status == 200
        yield port


def with_fault(name):
    """Have a test ask a Hub with a fault of tests/chaos/planted.py."""
    return pytest.mark.parametrize("port", [name], indirect=True)


def steadily(port, paths, seconds, each_second):
    """Ask at a steady pace whatever the answers take; return [(second of the run, answer), …]."""
    answers, threads, started = [], [], time.monotonic()
    for number in range(int(seconds * each_second)):
        time.sleep(max(0, started + number / each_second - time.monotonic()))
        at, path = time.monotonic() - started, paths[number % len(paths)]
        asking = threading.Thread(target=lambda at=at, path=path: answers.append((at, hub.get(port, path))))
        asking.start()
        threads.append(asking)
    for each in threads:
        each.join()
    return answers


def slowest(answers, part=1.0):
    ordered = sorted(answer.seconds for answer in answers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def check_refusal(port, proxy, measured):
    """R5: ready pages stay, marked stale; others are refused at once, and say when to come back."""
    proxy.set("refuse")
    hub.get(port, HEALTHY_PAGE)  # the first to notice
    time.sleep(1.5)
    ready = [hub.get(port, path) for path in CACHED * 4]
    away = [hub.get(port, f"/nowhere-{number}/") for number in range(20)]

    assert {answer.status for answer in ready} == {200}
    assert all("stale" in answer.headers["Cache-Status"] for answer in ready)
    assert {(answer.status, "Retry-After" in answer.headers) for answer in away} == {(503, True)}
    assert (hub.get(port, "/livez").status, hub.get(port, "/readyz").status) == (200, 503)
    measured("ready pages, slowest s", slowest(ready))
    measured("503 pages, slowest s", slowest(away))
    assert slowest(ready) <= 0.1
    assert slowest(away) <= 1
    proxy.set("pass")
    measured("well again after s", hub.wait_until(lambda: hub.get(port, "/readyz").status == 200, 5))


def test_r5_database_that_refuses(port, proxy, measured):
    check_refusal(port, proxy, measured)


@with_fault("no ready pages")
def test_r5_control_missing_page_is_noticed(port, proxy, measured):
    with pytest.raises(AssertionError, match="503"):
        check_refusal(port, proxy, measured)


def test_r6_database_that_says_nothing(port, proxy, measured):
    proxy.set("pause")
    answers = steadily(port, CACHED, seconds=60, each_second=20)
    later = [answer for at, answer in answers if at >= 3]
    proxy.set("pass")
    healed = hub.wait_until(lambda: fresh(hub.get(port, "/")), 10)

    measured("slowest s", slowest([answer for _, answer in answers]))
    measured("99th of 100 from the 3rd second, s", slowest(later, 0.99))
    measured("fresh again after s", healed)
    assert {answer.status for _, answer in answers} == {200}
    assert slowest(later, 0.99) <= 0.5
    assert slowest([answer for _, answer in answers]) <= 5
    assert healed <= 5


def fresh(answer):
    return answer.status == 200 and "stale" not in answer.headers.get("Cache-Status", "stale")


def check_silence(port, proxy, measured, seconds):
    """R6: pages that are not ready are refused in time, so no worker hangs."""
    proxy.set("pause")
    paths = [f"/nowhere-{number}/" for number in range(50)]
    answers = steadily(port, paths, seconds, each_second=5)
    proxy.set("pass")
    measured("slowest s", slowest([answer for _, answer in answers]))

    assert {answer.status for _, answer in answers} == {503}
    assert slowest([answer for _, answer in answers]) <= 5
    assert slowest([answer for at, answer in answers if at >= 3]) <= 1


def test_r6_page_that_is_not_ready_is_refused_in_time(port, proxy, measured):
    check_silence(port, proxy, measured, seconds=10)


@with_fault("no breaker")
def test_r6_control_worker_that_hangs_is_noticed(port, proxy, measured):
    with pytest.raises(AssertionError, match="503"):
        check_silence(port, proxy, measured, seconds=4)


def check_trouble(port, proxy, mode, measured, seconds):
    """R7: whatever happens on the way to the database, an answer comes in time and is no fault of ours."""
    proxy.set(mode)
    proxy.drop_all()
    answers = [answer for _, answer in steadily(port, [*CACHED, HEALTHY_PAGE], seconds, each_second=4)]
    proxy.set("pass")

    measured("slowest s", slowest(answers))
    assert {answer.status for answer in answers} <= {200, 503}
    assert slowest(answers) <= 2
    assert hub.wait_until(lambda: fresh(hub.get(port, "/")), 5) <= 5


@pytest.mark.parametrize("mode", ["delay", "cut", "reset"])
def test_r7_database_that_is_slow_or_cut_off(port, proxy, mode, measured):
    check_trouble(port, proxy, mode, measured, seconds=15)


@with_fault("no patience")
def test_r7_control_reader_who_waits_is_noticed(port, proxy, measured):
    with pytest.raises(AssertionError, match="<= 2"):
        check_trouble(port, proxy, "delay", measured, seconds=5)


@with_fault("plain errors")
def test_r7_control_error_page_that_blames_us_is_noticed(port, proxy, measured):
    with pytest.raises(AssertionError, match="500"):
        check_trouble(port, proxy, "cut", measured, seconds=5)
