"""S2: Mozilla Observatory's rules, on every type of page as over TLS; tests/chaos asks through nginx."""

import pytest
from django.test import Client

from tests.observatory import score
from tests.pages import create_everything, every_form, every_page
from tests.staff import create_staff

pytestmark = [pytest.mark.django_db, pytest.mark.once]
YEARS = 63072000
POLICY = "default-src 'none'; script-src 'self'; form-action 'self'; frame-ancestors 'none'"
GOOD = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": f"max-age={YEARS}",
    "X-Content-Type-Options": "nosniff",
    "Set-Cookie": "__Host-a=b; Secure; HttpOnly; SameSite=Lax; Path=/",
}
SCRIPT = '<script src="/a.js" integrity="sha384-x"></script>'


@pytest.fixture
def site(settings):
    """Return a client of the site as it is over TLS."""
    settings.SECURE_HSTS_SECONDS = YEARS
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    return Client(raise_request_exception=False)


def score_of(client, address):
    """Ask over TLS, and whether plain http leads there; return the score of the answer."""
    plain = client.get(address)
    leads = plain.status_code == 301 and plain.url == f"https://testserver{address}"
    response = client.get(address, secure=True)
    cookies = [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
    return score([*response.items(), *cookies], response.getvalue().decode(errors="ignore"), leads)


def test_every_page_for_visitors_scores_135(site, catch_up):
    made = create_everything()
    catch_up()
    scores = {name: score_of(site, page) for name, page in (every_page(made) | every_form(made)).items()}

    assert {name: got for name, got in scores.items() if got < 135} == {}


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/", "/admin/account/", "/admin/content/topic/add/"]
)
def test_pages_of_staff_score_135(site, address):
    if address != "/admin/login/":
        site.force_login(create_staff(is_superuser=True))

    assert score_of(site, address) == 135


@pytest.mark.parametrize(
    ("changed", "html", "expected"),
    [
        ({}, SCRIPT, 140),
        ({"Content-Security-Policy": ""}, SCRIPT, 55),
        ({"Content-Security-Policy": f"{POLICY}; style-src 'unsafe-inline'"}, SCRIPT, 130),
        ({"Content-Security-Policy": POLICY.replace("'self'", "'self' 'unsafe-inline'")}, SCRIPT, 75),
        (
            {"Content-Security-Policy": POLICY.replace("default-src 'none'", "default-src 'self'")},
            SCRIPT,
            135,
        ),
        ({"Content-Security-Policy": POLICY.replace("; frame-ancestors 'none'", "")}, SCRIPT, 80),
        ({"Content-Security-Policy": f"{POLICY}; img-src http://elsewhere.example"}, SCRIPT, 80),
        ({"Cross-Origin-Resource-Policy": ""}, SCRIPT, 130),
        ({"Referrer-Policy": "unsafe-url"}, SCRIPT, 130),
        ({"Strict-Transport-Security": "max-age=86400"}, SCRIPT, 80),
        ({"X-Content-Type-Options": ""}, SCRIPT, 135),
        ({"Set-Cookie": "a=b; Secure; SameSite=Lax"}, SCRIPT, 60),
        ({"Access-Control-Allow-Credentials": "true"}, SCRIPT, 50),
        ({}, "<script src=/a.js></script>", 135),
        ({}, "<script src=https://elsewhere.example/a.js></script>", 50),
    ],
)
def test_what_is_missing_costs_points(changed, html, expected):
    assert score((GOOD | changed).items(), html) == expected


def test_page_that_stays_in_plain_http_loses_points():
    assert score(GOOD.items(), SCRIPT, moves_to_tls=False) == 80
