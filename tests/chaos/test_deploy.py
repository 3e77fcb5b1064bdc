"""R10 to R12: new versions, dying workers and a stop, with the files of deploy/ as they are."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.chaos import hub, production
from tests.network import free_port

PAST_THE_CACHES = {"Cookie": "anything=1"}

# --- R10 --------------------------------------------------------------------------------------------


class Regulars:
    """Four visitors who keep their connections and ask without a pause, past every cache and within them."""

    def __init__(self, port, number=4):
        self.port, self.answers, self.done = port, [], threading.Event()
        self.threads = [threading.Thread(target=self._visit, args=(n,)) for n in range(number)]

    def __enter__(self):
        for each in self.threads:
            each.start()
        return self

    def __exit__(self, *error):
        self.done.set()
        for each in self.threads:
            each.join()

    def _visit(self, n):
        connection = hub.connect(self.port, tls=True)
        while not self.done.is_set():
            for path in ["/livez", "/about/", "/news/", "/insight/"]:
                headers = PAST_THE_CACHES if n % 2 else {}
                self.answers.append(hub.ask_on(connection, "GET", path, headers=headers))
        connection.close()

    @property
    def failed(self):
        return sum(answer.status != 200 for answer in self.answers)

    @property
    def worst(self):
        return max(answer.seconds for answer in self.answers)


def release_of(port):
    """Return which releases answer now, as /livez tells."""
    return {hub.get(port, "/livez", tls=True).body.decode().strip() for _ in range(12)}


def deploy_under_visitors(port, machine, how):
    """Bring out two releases while visitors read; return the visitors."""
    with Regulars(port) as visitors:
        for release in [2, 3]:
            machine.change_code(release)
            time.sleep(1)
            how(machine)
            assert release_of(port) == {f"alive {release}"}
        time.sleep(1)
    return visitors


def restart(machine):
    machine.stop()
    machine.start()


def note(measured, visitors):
    measured("requests", len(visitors.answers))
    measured("failed", visitors.failed)
    measured("slowest s", visitors.worst)


def test_r10_two_releases_on_one_machine(one, port, measured):
    started = time.monotonic()
    visitors = deploy_under_visitors(port, one, production.Machine.reload)
    measured("both deploys s", time.monotonic() - started)
    note(measured, visitors)
    assert visitors.failed == 0
    assert visitors.worst <= 1


def test_r10_two_machines_one_after_the_other(two, port, measured):
    with Regulars(port) as visitors:
        for machine in two:
            machine.change_code(2)
            machine.reload()
        assert release_of(port) == {"alive 2"}
    note(measured, visitors)
    assert visitors.failed == 0
    assert visitors.worst <= 1


def test_r10_control_plain_restart_is_noticed(one, port, measured):
    visitors = deploy_under_visitors(port, one, restart)
    note(measured, visitors)
    assert visitors.failed > 0


def test_code_that_does_not_start_leaves_the_old_one(one, port):
    (one.code / "hub" / "wsgi.py").write_text("import nothing_of_the_kind\n")

    done = subprocess.run(["deploy/reload.sh", one.pidfile], cwd=one.code, capture_output=True, text=True)

    assert (done.returncode, "old code goes on" in done.stderr) == (1, True)
    assert release_of(port) == {"alive"}


# --- R11 --------------------------------------------------------------------------------------------


def kill_workers(machine, port, times, every):
    """Kill one worker after another; return the slowest way back to a 200, and to a whole pool."""
    back = []
    for n in range(times):
        started, workers = time.monotonic(), machine.workers()
        os.kill(workers[n % len(workers)], signal.SIGKILL)
        hub.wait_until(lambda: asked(port), 20)
        back.append(time.monotonic() - started)
        time.sleep(max(0, every - back[-1]))
    return max(back), hub.wait_until(lambda: len(machine.workers()) == production.WORKERS, 20)


def asked(port):
    return hub.get(port, "/about/", timeout=5, tls=True, **PAST_THE_CACHES).status == 200


def test_r11_workers_that_die(one, port, measured):
    back, whole = kill_workers(one, port, times=10, every=3)
    measured("slowest 200 after a kill, s", back)
    measured("pool whole after the last, s", whole)
    assert back <= 2
    assert whole <= 5


def test_r11_control_nobody_replaces_the_dead(one, port):
    os.kill(one.master, signal.SIGSTOP)
    try:
        with pytest.raises(AssertionError, match="never came"):
            kill_workers(one, port, times=2, every=0.1)
    finally:
        os.kill(one.master, signal.SIGCONT)


# --- R12 --------------------------------------------------------------------------------------------


def stop_during_a_request(env, sign, send=os.kill):
    """Stop gunicorn while somebody waits; return (their status, exit code, seconds, a newcomer's status)."""
    port, answers = free_port(), []
    env = env | {"DJANGO_SETTINGS_MODULE": "tests.chaos.planted"}
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", f"127.0.0.1:{port}"]
    with hub.process(command, env, port) as server:
        waiting = threading.Thread(target=lambda: answers.append(hub.get(port, "/three-seconds/")))
        waiting.start()
        time.sleep(1)
        started = time.monotonic()
        send(server.pid, sign)
        time.sleep(1)
        newcomer = hub.get(port, "/livez", timeout=1)
        waiting.join()
        code = server.wait(35)
    return answers[0].status, code, time.monotonic() - started, newcomer.status


def test_r12_request_that_runs_is_finished(on_postgres, measured):
    status, code, seconds, newcomer = stop_during_a_request(on_postgres, signal.SIGTERM)
    measured("gone after s", seconds)
    assert (status, code, newcomer) == (200, 0, 0)
    assert seconds <= 30


def test_r12_control_kill_cuts_it_off(on_postgres):
    assert stop_during_a_request(on_postgres, signal.SIGKILL, os.killpg)[0] == 0


WANTED = {"content-security-policy", "strict-transport-security", "x-content-type-options", "referrer-policy"}
WANTED |= {"x-frame-options", "cross-origin-resource-policy", "cross-origin-opener-policy"}


def say_that_much_will_come(port):
    """Announce a body that nginx refuses before it comes; return the answer."""
    return hub.ask(port, "POST", "/", b"", headers={"Content-Length": str(10**10)}, tls=True)


def test_what_nginx_answers_itself_carries_our_headers(one, port):
    answers = {413: say_that_much_will_come(port)}
    for _ in range(40):  # more than the burst of search
        answer = hub.get(port, "/search/?q=trust", tls=True)
        answers[answer.status] = answer
    one.stop()
    answers[502] = hub.get(port, "/nowhere/", tls=True)

    for status in [413, 429, 502]:
        missing = WANTED - {name.lower() for name in answers[status].headers}
        assert not missing, status
        assert "unsafe" not in answers[status].headers["Content-Security-Policy"]
    assert answers[429].headers["Retry-After"] == "60"
    assert answers[502].headers["Retry-After"] == "30"


def test_files_come_from_nginx_by_the_hubs_leave(two, on_postgres, port):
    address = hub.largest_file(on_postgres)
    answers = [hub.get(port, address, tls=True) for _ in range(4)]

    assert {answer.status for answer in answers} == {200}
    assert all(answer.body.startswith(b"%PDF") for answer in answers)
    assert not any("X-Accel-Redirect" in answer.headers for answer in answers)
    assert hub.get(port, "/protected/", tls=True).status == 404
