"""R16: 200 comments while the mail server is away, slow and hangs up, and the sender is killed."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.chaos import form, hub
from tests.chaos.mailserver import MailServer
from tests.network import free_port

COMMENTS, KILLS = 200, 5
PATIENCE = 600  # seconds: what failed is tried again after 1, 2, 4 minutes; what a dead sender held, after 3
LIMITS = {"COMMENTS_LIMIT_TIMES": "1000", "COMMENTS_MIN_SECONDS": "0", "LOG_LEVEL": "ERROR"}
TROUBLE = [("away", 60), ("slow", 15), ("drop", 10), ("away", 5)]  # seconds of each


@pytest.fixture
def mail_server():
    made = MailServer()
    yield made
    made.set("away")
    made.place.close()


@pytest.fixture(params=["sqlite", "postgres"])
def env(request, mail_server):
    filled = request.getfixturevalue(f"on_{request.param}")
    return filled | LIMITS | {"MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}


class Sender:
    """`send_mail_queue --watch`, which can be killed and comes back as systemd would bring it."""

    def __init__(self, env):
        self.env = env
        self.start()

    def start(self):
        command = [sys.executable, "manage.py", "send_mail_queue", "--watch"]
        self.process = subprocess.Popen(command, cwd=hub.ROOT, env=self.env, stdout=subprocess.DEVNULL)

    def kill(self):
        self.process.kill()
        self.process.wait()


@contextmanager
def sending(env):
    sender = Sender(env)
    try:
        yield sender
    finally:
        sender.kill()


def in_queue(env):
    """Return how many messages still wait. Asked seldom: it takes a process of its own."""
    time.sleep(5)
    code = "from hub.models import QueuedMail; print(QueuedMail.objects.count())"
    return int(hub.manage(env, "shell", "-v", "0", "-c", code).stdout)


def write_steadily(port, box, answers):
    """Send the comments over the time of the trouble; note both answers to each."""
    with ThreadPoolExecutor(4) as writers:
        for n in range(COMMENTS):
            writers.submit(lambda n=n: answers.append(form.comment(port, box, n)))
            time.sleep(0.3)


def test_r16_mail_server_in_trouble(env, mail_server, measured):
    port, answers = free_port(), []
    with hub.gunicorn(env, port, "-w", "2"), sending(env) as sender:
        writing = threading.Thread(target=write_steadily, args=(port, form.comment_box(port), answers))
        writing.start()
        for mode, seconds in TROUBLE:
            mail_server.set(mode)
            time.sleep(seconds)
        writing.join()
        mail_server.set("take")
        back = -time.monotonic()
        for _ in range(KILLS):  # in the middle of its work
            so_far = len(mail_server.taken) + 10
            hub.wait_until(lambda so_far=so_far: len(mail_server.taken) >= so_far, PATIENCE)
            sender.kill()
            sender.start()
        hub.wait_until(lambda: in_queue(env) == 0, PATIENCE)
        back += time.monotonic()

    doubled = sum(mail_server.taken.values()) - COMMENTS
    slowest = max(answer.seconds for both in answers for answer in both)
    measured("slowest form s", slowest)
    measured("all there after s", back)
    measured("doubled", doubled)
    assert [sent.status for _, sent in answers] == [302] * COMMENTS
    assert slowest <= 2
    assert len(mail_server.taken) == COMMENTS
    assert doubled <= 5


def test_r16_control_without_the_queue_visitors_wait_and_mail_is_lost(on_sqlite, mail_server):
    env = on_sqlite | {"DJANGO_SETTINGS_MODULE": "tests.chaos.planted", "HUB_PLANTED": "no queue"}
    env |= LIMITS | {"MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}
    port = free_port()
    with hub.gunicorn(env, port, "-w", "1"):
        box = form.comment_box(port)
        mail_server.set("slow")
        _, slow = form.comment(port, box, "slow")
        mail_server.set("away")
        form.comment(port, box, "lost")
    mail_server.set("take")
    hub.manage(env, "send_mail_queue")

    assert (slow.status, slow.seconds > 2) == (302, True)
    assert set(mail_server.taken) == {"writer-slow@example.org"}
