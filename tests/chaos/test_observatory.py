"""S2: Mozilla Observatory's rules, asked of the recipe through nginx over TLS, one page of each type."""

import re

import pytest

from tests.chaos import hub, production
from tests.network import free_port
from tests.observatory import score

LISTS = ["/", "/news/", "/insight/", "/publications/", "/places/", "/programmes/", "/for/", "/a-to-z/"]
FORMS = ["/alerts/new/?list=/news/", "/search/", "/admin/login/"]
OTHERS = ["/search/?q=trust", "/nowhere/", "/about/", "/api/"]


@pytest.fixture
def ports(on_postgres, tmp_path):
    """Return the ports of the recipe with one machine behind it: for TLS, and for plain http."""
    port = free_port()
    with production.machines(tmp_path, on_postgres, port, 1) as made, production.nginx(tmp_path, port, made):
        conf = (tmp_path / "conf" / "hub.conf").read_text()
        yield port, int(re.search(r"listen 127\.0\.0\.1:(\d+);", conf)[1])


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


def test_s2_every_type_of_page_scores_130_and_forms_135(ports, measured):
    port, plain = ports
    moves = hub.get(plain, "/news/").headers.get("Location") == "https://127.0.0.1/news/"
    scores = {path: score_of(port, path, moves) for path in one_of_each(port)}

    measured("types of page", len(scores))
    measured("lowest score", min(scores.values()))
    assert len(scores) > 20
    assert {path: got for path, got in scores.items() if got < (135 if path in FORMS else 130)} == {}
    assert score_of(port, "/", moves_to_tls=False) < 100  # the control: the redirect counts
