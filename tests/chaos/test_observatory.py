"""S2: Mozilla Observatory's rules, asked of the recipe through nginx over TLS, one page of each type."""

import re

import pytest

from tests.chaos import hub
from tests.observatory import score

LISTS = ["/", "/news/", "/insight/", "/publications/", "/places/", "/programmes/", "/for/", "/a-to-z/"]
FORMS = ["/alerts/new/?list=/news/", "/search/", "/admin/login/"]
OTHERS = ["/search/?q=trust", "/nowhere/", "/about/", "/api/"]


@pytest.fixture
def plain(one, tmp_path):
    """Return the port on which the recipe answers to plain http."""
    conf = (tmp_path / "conf" / "hub.conf").read_text()
    return int(re.search(r"listen 127\.0\.0\.1:(\d+);", conf)[1])


def one_of_each(port):
    """Return an address of each type that the lists of the real content lead to, and those by name."""
    found = {}
    for start in LISTS:
        for path in re.findall(r'href="(/[^"?#]*/)"', hub.get(port, start, tls=True).body.decode()):
            found.setdefault(re.sub(r"[^/]+/$", "", path), path)
    pages = [path for path in found.values() if not path.endswith("/feed/")]
    return {*LISTS, *pages, *FORMS, *OTHERS}


def score_of(port, path, moves_to_tls):
    answer = hub.get(port, path, tls=True)
    return score(answer.headers.items(), answer.body.decode(), moves_to_tls)


def test_s2_every_type_of_page_scores_130_and_forms_135(port, plain, measured):
    moves = hub.get(plain, "/news/").headers.get("Location") == "https://127.0.0.1/news/"
    scores = {path: score_of(port, path, moves) for path in one_of_each(port)}

    measured("types of page", len(scores))
    measured("lowest score", min(scores.values()))
    assert len(scores) > 20
    assert {path: got for path, got in scores.items() if got < (135 if path in FORMS else 130)} == {}
    assert score_of(port, "/", moves_to_tls=False) < 100  # the control: the redirect counts
