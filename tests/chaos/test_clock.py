"""R17: the machine's clock is wrong: links, schedules and pages when it is far back or ahead."""

import shutil
from contextlib import contextmanager

import pytest

from tests.chaos import hub
from tests.network import free_port

FAKETIME = shutil.which("faketime")
pytestmark = pytest.mark.skipif(not FAKETIME, reason="faketime is not installed here")
PAGES = ["/", "/news/", "/publications/", "/places/", "/events/", "/search/?q=trust", "/sitemap.xml"]
# offset of the clock: what the link of now says, and whether tomorrow's article is there
EXPECTED = {"-400d": (404, 404), "-1d": (404, 404), "+0d": (200, 404), "+2d": (200, 200), "+4d": (410, 200)}
SCHEDULED = "/news/tomorrows-news/"
MAKE = """
from datetime import timedelta
from django.utils import timezone
from content.tokens import make_token
from tests.factories import create_article, create_comment
soon = timezone.now() + timedelta(days=1)
create_article(slug="tomorrows-news", kind="news", published_at=soon)
comment = create_comment(state="unconfirmed")
print("/comments/confirm/" + make_token("comment-confirm", comment.pk) + "/")
"""


@contextmanager
def site_at(env, offset):
    """Serve with the clock of another day; yield the port."""
    port = free_port()
    command = [FAKETIME, "-f", offset, hub.PYTHON, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    command += ["-b", f"127.0.0.1:{port}", "-w", "1"]
    with hub.process(command, env, port):
        yield port


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clock") / "hub"
    env = hub.fill(folder, f"sqlite:///{folder}/hub.sqlite3")
    link = hub.manage(env, "shell", "-v", "0", "-c", MAKE).stdout.strip().splitlines()[-1]
    return env, link


@pytest.mark.parametrize("offset", EXPECTED)
def test_r17_clock_that_is_wrong(filled, offset):
    env, link = filled
    with site_at(env, offset) as port:
        pages = {path: hub.get(port, path).status for path in PAGES}
        answers = (hub.get(port, link).status, hub.get(port, SCHEDULED).status)

    assert set(pages.values()) == {200}, pages
    assert answers == EXPECTED[offset]


def test_r17_link_just_ahead_of_the_clock(filled):
    env, link = filled
    with site_at(env, "-4m") as port:
        within = hub.get(port, link).status
    with site_at(env, "-30m") as port:
        beyond = hub.get(port, link).status

    assert (within, beyond) == (200, 404)
