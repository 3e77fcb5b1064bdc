"""R3: twenty confirmation links, read in every way that machines read, then pressed by eight at once."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos import form, hub
from tests.network import free_port

LINKS, PRESSES, READS = 20, 8, 10
PREFETCH = {"Sec-Purpose": "prefetch", "Purpose": "prefetch"}
READING = [("GET", {}), ("HEAD", {}), ("OPTIONS", {}), ("GET", PREFETCH)]
MAKE = f"""
import json, time
from content.tokens import make_token
from tests.factories import create_article, create_comment
article, now = create_article(), time.time
pks = [create_comment(article, state="unconfirmed").pk for _ in range({LINKS})]
good = [make_token("comment-confirm", pk) for pk in pks]
bad = [make_token(purpose, pk) for pk in pks for purpose in ["comment-mine", "comment-sent", "alert-confirm"]]
bad += [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1:] for n, token in enumerate(good)]
time.time = lambda: now() - 73 * 60 * 60
print(json.dumps([good, bad + [make_token("comment-confirm", pk) for pk in pks]]))
"""
COUNT = (
    "from comments.models import ModerationRecord as Row; print(Row.objects.filter(did='confirmed').count())"
)


@pytest.fixture(params=["sqlite", "postgres"])
def env(request):
    return request.getfixturevalue(f"on_{request.param}")


def shell(env, code):
    return json.loads(hub.manage(env, "shell", "-v", "0", "-c", code).stdout)


def test_r3_link_confirms_once_and_only_when_pressed(env):
    tokens = shell(env, MAKE)
    good, bad = [[f"/comments/confirm/{token}/" for token in some] for some in tokens]
    port, at_first = free_port(), shell(env, COUNT)
    reads = [(link, *reading) for link in good for reading in READING for _ in range(READS)]
    with hub.gunicorn(env, port, "-w", "2"), ThreadPoolExecutor(PRESSES) as eight:
        read = list(eight.map(lambda each: hub.ask(port, each[1], each[0], headers=each[2]).status, reads))
        after_reading = shell(env, COUNT) - at_first
        refused = list(eight.map(lambda link: form.post(port, link), bad))
        after_refusals = shell(env, COUNT) - at_first
        each_by_eight = [link for link in good for _ in range(PRESSES)]
        pressed = list(eight.map(lambda link: form.post(port, link).status, each_by_eight))
        again = [form.post(port, link) for link in good]  # leads to the writer's page, and does nothing

    assert (set(read), after_reading) == ({200, 405}, 0)
    assert ({answer.status for answer in refused}, after_refusals) == ({404, 410}, 0)
    assert len(refused) == 100
    assert all(b"<h1" in answer.body for answer in refused)
    assert set(pressed) | {answer.status for answer in again} == {302}
    assert shell(env, COUNT) - at_first == LINKS
    assert max(len(f"https://hub.example.org{link}") for link in good) <= 120
    assert min(len(token.rpartition(":")[2]) for token in tokens[0]) * 6 >= 128  # bits that cannot be guessed
